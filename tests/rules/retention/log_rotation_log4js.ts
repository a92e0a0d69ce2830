import log4js from 'log4js';

// ruleid: log-rotation-log4js
log4js.configure({ appenders: { app: { type: 'dateFile', filename: 'a.log', daysToKeep: 7 } }, categories });
export function start(): void {
  // ruleid: log-rotation-log4js
  log4js.configure({ appenders: {}, categories });
  // ok: log-rotation-log4js
  log4js.shutdown();
}
// ok: log-rotation-log4js (near miss: a type alone)
export type Logging = typeof log4js.configure;
