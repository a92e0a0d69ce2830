import { rateLimit } from 'express-rate-limit';
import { RedisStore } from 'rate-limit-redis';

import { redis } from './redis.js';

const MINUTE_MS = 60 * 1000;

// Counters live in Redis, so that every instance of the shop sees the same ones.
const store = (prefix) =>
  new RedisStore({ prefix, sendCommand: (...command) => redis.sendCommand(command) });

export const globalLimiter = () =>
  rateLimit({
    windowMs: MINUTE_MS,
    limit: 120,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    store: store('shop:limit:all:'),
  });

export const loginLimiter = () =>
  rateLimit({
    windowMs: 15 * MINUTE_MS,
    limit: 5,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    store: store('shop:limit:login:'),
  });
