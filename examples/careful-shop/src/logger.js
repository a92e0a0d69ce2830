import pino from 'pino';

import { config } from './config.js';

// One file a day, 400 kept: more than the year an audit asks for, less than
// the two years after which personal data in logs is hard to justify.
const DAYS_KEPT = 400;

const transport = pino.transport({
  target: 'pino-roll',
  options: {
    file: config.logFile,
    frequency: 'daily',
    dateFormat: 'yyyy-MM-dd',
    mkdir: true,
    limit: { count: DAYS_KEPT, removeOtherLogFiles: true },
  },
});

export const logger = pino(
  {
    level: config.logLevel,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        'req.headers["x-csrf-token"]',
        'res.headers["set-cookie"]',
        '*.password',
        '*.token',
        '*.email',
      ],
      censor: '[removed]',
    },
  },
  transport,
);
