import pg from 'pg';

import { config, databaseAuthority } from '../config.js';
import { logger } from '../logger.js';

const { Pool } = pg;

export const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  ssl: {
    ca: databaseAuthority(),
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  },
  application_name: `bookings-${config.environment}`,
  max: 20,
  idleTimeoutMillis: 30_000,
  connectionTimeoutMillis: 5000,
  statement_timeout: 10_000,
});

pool.on('error', (error) => {
  logger.error({ err: error }, 'idle database client failed');
});

export type Queryable = Pick<pg.Pool, 'query'>;

/** Runs `work` in one transaction; whatever it throws rolls everything back. */
export async function inTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export async function pingDatabase(): Promise<void> {
  await pool.query('SELECT 1');
}

export const closeDatabase = (): Promise<void> => pool.end();
