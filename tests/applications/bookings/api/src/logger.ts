import { randomUUID } from 'node:crypto';

import { pino } from 'pino';
import { pinoHttp } from 'pino-http';

import { config } from './config.js';

export const logger = pino({
  level: config.logLevel,
  base: { service: 'bookings-api' },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: {
    paths: [
      'req.headers.authorization',
      'req.headers.cookie',
      'res.headers["set-cookie"]',
      '*.password',
      '*.passwordHash',
      '*.token',
      '*.refreshToken',
      '*.email',
      '*.phone',
    ],
    censor: '[removed]',
  },
});

const QUIET_PATHS = new Set(['/health/live', '/health/ready']);

export const requestLogger = pinoHttp({
  logger,
  genReqId: () => randomUUID(),
  autoLogging: { ignore: (req) => QUIET_PATHS.has(req.url ?? '') },
  customLogLevel: (_req, res, error) => {
    if (error !== undefined || res.statusCode >= 500) {
      return 'error';
    }
    return res.statusCode >= 400 ? 'warn' : 'info';
  },
});
