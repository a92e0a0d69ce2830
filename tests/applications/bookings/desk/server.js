'use strict';

const fs = require('fs');
const https = require('https');

const config = require('./config');
const { logger } = require('./lib/logger');
const mongo = require('./lib/mongo');
const redis = require('./lib/redis');
const files = require('./services/files');
const { startPurge } = require('./jobs/purge');

const SHUTDOWN_MS = 10 * 1000;

async function main() {
  await Promise.all([mongo.connect(), redis.connect(), files.prepare()]);

  // the limiters load their scripts into Redis when they are made
  const { createApp } = require('./app');

  const server = https.createServer(
    {
      key: fs.readFileSync(config.tlsKeyFile),
      cert: fs.readFileSync(config.tlsCertFile),
      minVersion: 'TLSv1.2',
    },
    createApp(),
  );
  server.requestTimeout = 30 * 1000;
  server.headersTimeout = 10 * 1000;
  const purge = startPurge();

  server.listen(config.port, () => logger.info({ port: config.port }, 'listening'));

  const stop = (code) => {
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    purge.stop();
    server.close(async () => {
      await Promise.allSettled([mongo.close(), redis.quit()]);
      process.exit(code);
    });
    server.closeIdleConnections();
  };

  process.once('SIGTERM', () => stop(0));
  process.once('SIGINT', () => stop(0));
  process.on('unhandledRejection', (error) => {
    logger.fatal({ err: error }, 'unhandled rejection');
    stop(1);
  });
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'uncaught exception');
    stop(1);
  });
}

main().catch((error) => {
  logger.fatal({ err: error }, 'not started');
  process.exit(1);
});
