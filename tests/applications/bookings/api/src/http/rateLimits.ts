import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { RedisStore, type RedisReply } from 'rate-limit-redis';

import { redis } from '../db/redis.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

const store = (prefix: string): RedisStore =>
  new RedisStore({
    prefix: `bookings:limit:${prefix}:`,
    sendCommand: (command: string, ...rest: string[]) =>
      redis.call(command, ...rest) as Promise<RedisReply>,
  });

const tooMany = { error: { code: 'too_many_requests', details: [] } };

export const globalLimiter = rateLimit({
  windowMs: MINUTE_MS,
  limit: 300,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  message: tooMany,
  store: store('all'),
});

// Five attempts in a quarter of an hour, counted by address and by the account asked for.
export const loginLimiter = rateLimit({
  windowMs: 15 * MINUTE_MS,
  limit: 5,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  skipSuccessfulRequests: true,
  message: tooMany,
  keyGenerator: (req) => {
    const account = typeof req.body?.email === 'string' ? req.body.email.toLowerCase() : '';
    return `${ipKeyGenerator(req.ip ?? '')}|${account.slice(0, 120)}`;
  },
  store: store('login'),
});

export const resetLimiter = rateLimit({
  windowMs: 60 * MINUTE_MS,
  limit: 3,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  message: tooMany,
  store: store('reset'),
});

export const uploadLimiter = rateLimit({
  windowMs: 10 * MINUTE_MS,
  limit: 20,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  message: tooMany,
  store: store('upload'),
});
