import Rotating from 'winston-daily-rotate-file';
import { transports } from 'winston';

// ruleid: log-rotation-winston
export const audit = new Rotating({ filename: 'audit-%DATE%.log', maxFiles: '400d' });
// ruleid: log-rotation-winston
export const access = new transports.DailyRotateFile({ filename: 'access.log' });
// ok: log-rotation-winston
export const console = new transports.Console();
// ok: log-rotation-winston (near miss: a type alone)
export type Transport = Rotating;
