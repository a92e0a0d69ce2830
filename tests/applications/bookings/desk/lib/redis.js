'use strict';

const { createClient } = require('redis');

const { logger } = require('./logger');

const client = createClient({
  url: process.env.REDIS_URL,
  socket: {
    tls: true,
    rejectUnauthorized: true,
    connectTimeout: 5000,
    reconnectStrategy: (retries) => Math.min(retries * 100, 3000) + Math.random() * 100,
  },
});

client.on('error', (error) => logger.error({ err: error }, 'redis connection'));

module.exports = client;
