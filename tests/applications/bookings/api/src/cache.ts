import { redis } from './db/redis.js';
import { logger } from './logger.js';

const PREFIX = 'bookings:cache:';
const DEFAULT_TTL_S = 5 * 60;

interface CacheOptions {
  ttlS: number;
  // one in a hundred entries is computed anew before its time, so that a popular entry
  // does not end for everybody at once
  earlyRefresh: number;
}

const defaults: CacheOptions = { ttlS: DEFAULT_TTL_S, earlyRefresh: 0.01 };

/** Keeps what `compute` returns for a while. A cache that fails is a slow answer, not an error. */
export async function cached<T>(
  key: string,
  compute: () => Promise<T>,
  options: Partial<CacheOptions> = {},
): Promise<T> {
  const settings: CacheOptions = Object.assign({}, defaults, options);
  const name = `${PREFIX}${key}`;
  const refresh = Math.random() < settings.earlyRefresh;
  if (!refresh) {
    const kept = await read(name);
    if (kept !== null) {
      return JSON.parse(kept) as T;
    }
  }
  const value = await compute();
  await write(name, JSON.stringify(value), settings.ttlS);
  return value;
}

export async function forget(...keys: readonly string[]): Promise<void> {
  if (keys.length > 0) {
    await redis.del(...keys.map((key) => `${PREFIX}${key}`));
  }
}

async function read(name: string): Promise<string | null> {
  try {
    return await redis.get(name);
  } catch (error) {
    logger.warn({ err: error }, 'cache not readable');
    return null;
  }
}

async function write(name: string, text: string, ttlS: number): Promise<void> {
  try {
    await redis.set(name, text, 'EX', ttlS);
  } catch (error) {
    logger.warn({ err: error }, 'cache not writable');
  }
}
