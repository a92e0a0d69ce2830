import { createLogger, transports } from 'winston';

export const logger = createLogger({
  transports: [
    // ruleid: log-file-unrotated
    new transports.File({ filename: 'error.log', level: 'error' }),
    // ok: log-file-unrotated
    new transports.Console(),
  ],
});
// ruleid: log-file-unrotated
logger.add(new transports.File({ filename: 'all.log' }));
// ok: log-file-unrotated (near miss: a file, not a transport)
export const upload = new File([], 'shop.log');
