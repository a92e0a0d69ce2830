import { Redis } from 'ioredis';

import { logger } from '../logger.js';

const MAX_DELAY_MS = 5000;

// A little noise keeps the instances from coming back all at the same moment.
const withJitter = (delayMs: number): number => Math.round(delayMs * (0.8 + Math.random() * 0.4));

export const redis = new Redis(process.env.REDIS_URL as string, {
  tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2' },
  connectTimeout: 5000,
  commandTimeout: 2000,
  maxRetriesPerRequest: 3,
  enableReadyCheck: true,
  retryStrategy: (times) => withJitter(Math.min(times * 100, MAX_DELAY_MS)),
});

redis.on('error', (error) => {
  logger.error({ err: error }, 'redis connection');
});

export async function pingRedis(): Promise<void> {
  await redis.ping();
}

export async function closeRedis(): Promise<void> {
  await redis.quit();
}
