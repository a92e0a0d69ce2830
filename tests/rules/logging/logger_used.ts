import { pino } from 'pino';
import { createLogger } from 'winston';

// ruleid: logger-used
export const logger = pino();
// ruleid: logger-used
export const audit = createLogger({ transports: [] });
// ok: logger-used
export const level = 'info';
// ok: logger-used (near miss: a type alone)
export type Log = ReturnType<typeof pino>;
