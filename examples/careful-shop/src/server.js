import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';

import { config } from './config.js';
import { closeDatabase } from './db.js';
import { logger } from './logger.js';
import { redis } from './redis.js';

const SHUTDOWN_MS = 10_000;

// The limiters load their scripts into Redis when they are made: connect first.
await redis.connect();
const { createApp } = await import('./app.js');

const server = https.createServer(
  {
    key: readFileSync(config.tlsKeyFile),
    cert: readFileSync(config.tlsCertFile),
    minVersion: 'TLSv1.2',
  },
  createApp(),
);
server.requestTimeout = 15_000;
server.headersTimeout = 10_000;

// Plain HTTP answers one thing: the same address over https. The host comes
// from the configuration, never from the request.
const redirect = http.createServer((req, res) => {
  const path = req.url.startsWith('/') ? req.url : '/';
  res.writeHead(308, { location: `https://${config.publicHost}${path}` }).end();
});

server.listen(config.httpsPort, () => logger.info({ config }, 'listening'));
redirect.listen(config.httpPort);

async function stop(code) {
  setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
  redirect.close();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  await Promise.allSettled([redis.quit(), closeDatabase()]);
  process.exit(code);
}

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    logger.info({ signal }, 'stopping');
    stop(0);
  });
}

for (const event of ['unhandledRejection', 'uncaughtException']) {
  process.once(event, (error) => {
    logger.fatal({ err: error }, event);
    stop(1);
  });
}
