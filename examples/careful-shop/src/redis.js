import { createClient } from 'redis';

import { logger } from './logger.js';

// REDIS_URL is a rediss:// address (config.js refuses any other); the socket
// options say it again, so that TLS does not hang on one letter of a URL.
export const redis = createClient({
  url: process.env.REDIS_URL,
  socket: { tls: true, rejectUnauthorized: true, connectTimeout: 5000 },
});

redis.on('error', (error) => logger.error({ err: error }, 'redis connection'));
