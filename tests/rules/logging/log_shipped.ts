import { LoggingWinston } from '@google-cloud/logging-winston';

// ruleid: log-shipped
export const cloud = new LoggingWinston();
// ruleid: log-shipped
export const target = { target: '@logtail/pino', options: { sourceToken } };
// ok: log-shipped
export const pretty = { target: 'pino-pretty' };
// ok: log-shipped (near miss: another kind of target)
export const build = { target: 'es2022' };
