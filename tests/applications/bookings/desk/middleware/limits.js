'use strict';

const { rateLimit } = require('express-rate-limit');
const { RedisStore } = require('rate-limit-redis');

const redis = require('../lib/redis');

const MINUTE_MS = 60 * 1000;

const store = (prefix) =>
  new RedisStore({
    prefix: `desk:limit:${prefix}:`,
    sendCommand: (...parts) => redis.sendCommand(parts),
  });

const everything = rateLimit({
  windowMs: MINUTE_MS,
  limit: 240,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  store: store('all'),
});

const login = rateLimit({
  windowMs: 15 * MINUTE_MS,
  limit: 5,
  standardHeaders: 'draft-8',
  legacyHeaders: false,
  skipSuccessfulRequests: true,
  store: store('login'),
});

module.exports = { everything, login };
