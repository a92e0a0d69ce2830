import limit from 'express-rate-limit';
import { rateLimit } from 'express-rate-limit';

// ruleid: rate-limit-used
export const all = limit({ windowMs: 60_000, limit: 100 });
// ruleid: rate-limit-used
export const login = () => rateLimit({ windowMs: 15 * 60 * 1000, limit: 5 });
// ok: rate-limit-used
export const page = query.limit({ rows: 10 });
// ok: rate-limit-used (near miss: a type alone)
export type Limiter = typeof rateLimit;
