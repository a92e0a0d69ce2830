const pRetry = require('p-retry');
const axiosRetry = require('axios-retry');

// ruleid: retry-used
await pRetry(send, { retries: 4, randomize: true });
// ruleid: retry-used
axiosRetry(client, { retries: 3 });
// ok: retry-used
await send();
// ok: retry-used
throw new pRetry.AbortError('gone');
// ok: retry-used (near miss: of a test runner)
describe.retry(3);
