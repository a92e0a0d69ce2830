import { Pool, PoolConfig } from 'pg';

const options: PoolConfig = {
  ssl: {
    // ruleid: tls-verification-disabled
    rejectUnauthorized: false,
  },
};
// ruleid: tls-verification-disabled
export const insecure = new Pool({ ssl: { rejectUnauthorized: false } });
// ok: tls-verification-disabled
export const secure = new Pool({ ssl: { ca, rejectUnauthorized: true } });
// ok: tls-verification-disabled (near miss: off for tests alone)
export const tested = new Pool({ ssl: { rejectUnauthorized: process.env.NODE_ENV !== 'test' } });
