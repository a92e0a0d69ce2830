'use strict';

const session = require('express-session');
const { RedisStore } = require('connect-redis');

const redis = require('../lib/redis');

const HOUR_S = 60 * 60;
const SESSION_TTL_S = 8 * HOUR_S;

module.exports = session({
  name: '__Host-desk',
  // the first signs; the one before it is still accepted while it is rotated out
  secret: [process.env.SESSION_SECRET, process.env.SESSION_SECRET_BEFORE],
  store: new RedisStore({ client: redis, prefix: 'desk:session:', ttl: SESSION_TTL_S }),
  resave: false,
  saveUninitialized: false,
  rolling: false,
  cookie: {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'strict',
    maxAge: SESSION_TTL_S * 1000,
  },
});
