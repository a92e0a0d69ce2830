import { createClient } from 'redis';
import pg from 'pg';

// ruleid: database-password-literal
export const cache = createClient({ url: 'rediss://default:made-up@cache.internal.example' });
export const pool = new pg.Pool({
  // ruleid: database-password-literal
  password: 'made-up',
  max: 4,
});
// ok: database-password-literal
export const safe = createClient({ url: process.env.REDIS_URL });
// ok: database-password-literal
export const safePool = new pg.Pool({ password: process.env.PGPASSWORD as string });
