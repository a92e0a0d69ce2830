import { retry } from 'cockatiel';
import backoff from 'async-retry';

// ruleid: retry-used
export const policy = retry(handleAll, { maxAttempts: 3, backoff: new ExponentialBackoff() });
// ruleid: retry-used
export const sent = await backoff(send, { retries: 3 });
// ok: retry-used
export const all = handleAll;
// ok: retry-used (near miss: a header)
res.set('retry-after', '30');
