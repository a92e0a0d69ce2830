import { createServer } from 'node:https';

import express from 'express';

import { createApp } from './app.js';
import { config, tlsFiles } from './config.js';
import { closeDatabase } from './db/pool.js';
import { closeRedis } from './db/redis.js';
import { markStopping } from './health.js';
import { errorHandler, notFound } from './http/errorHandler.js';
import { securityHeaders } from './http/security.js';
import { startJobs } from './jobs/schedule.js';
import { logger, requestLogger } from './logger.js';
import { metricsRouter } from './metrics.js';
import { attachSocket } from './realtime/socket.js';
import { prepareDirectories } from './rooms/photos.js';

const SHUTDOWN_MS = 15_000;

await prepareDirectories();

const tls = { ...tlsFiles(), minVersion: 'TLSv1.2' as const };

const server = createServer(tls, createApp());
server.requestTimeout = 30_000;
server.headersTimeout = 10_000;
server.keepAliveTimeout = 65_000;

// Metrics have a port of their own that the load balancer does not pass on.
const metricsApp = express();
metricsApp.disable('x-powered-by');
metricsApp.use(securityHeaders, requestLogger);
metricsApp.use(metricsRouter);
metricsApp.use(notFound, errorHandler);
const metricsServer = createServer(tls, metricsApp);

const detachSocket = attachSocket(server);
const stopJobs = startJobs();

server.listen(config.port, () => {
  logger.info({ port: config.port, environment: config.environment }, 'listening');
});
metricsServer.listen(config.metricsPort);

let isStopping = false;

async function stop(code: number): Promise<void> {
  if (isStopping) {
    return;
  }
  isStopping = true;
  markStopping();
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  detachSocket();
  metricsServer.close();
  await stopJobs();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  await Promise.allSettled([closeDatabase(), closeRedis()]);
  process.exit(code);
}

process.once('SIGTERM', () => void stop(0));
process.once('SIGINT', () => void stop(0));

process.on('unhandledRejection', (reason) => {
  logger.fatal({ err: reason }, 'unhandled rejection');
  void stop(1);
});

process.on('uncaughtException', (error) => {
  logger.fatal({ err: error }, 'uncaught exception');
  void stop(1);
});
