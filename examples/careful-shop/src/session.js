import { RedisStore } from 'connect-redis';
import session from 'express-session';

import { redis } from './redis.js';

// A working day. The cookie and the stored session end together.
const SESSION_MAX_AGE_MS = 8 * 60 * 60 * 1000;
const SESSION_TTL_S = 8 * 60 * 60;

export const SESSION_COOKIE = '__Host-sid';

export const sessions = session({
  name: '__Host-sid',
  // The first secret signs; the previous one is still accepted while it is rotated out.
  secret: [process.env.SESSION_SECRET, process.env.SESSION_SECRET_PREVIOUS],
  store: new RedisStore({ client: redis, prefix: 'shop:session:', ttl: SESSION_TTL_S }),
  resave: false,
  saveUninitialized: false,
  cookie: {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'lax',
    maxAge: SESSION_MAX_AGE_MS,
  },
});
