const winston = require('winston');
const DailyRotateFile = require('winston-daily-rotate-file');

// ruleid: log-rotation-winston
new DailyRotateFile({ filename: 'shop-%DATE%.log', maxFiles: '30d' });
// ruleid: log-rotation-winston
new winston.transports.DailyRotateFile({ filename: 'shop-%DATE%.log' });
// ok: log-rotation-winston
new winston.transports.Console();
// ok: log-rotation-winston (near miss: rotated by size)
new winston.transports.File({ filename: 'shop.log', maxsize: 1e6, maxFiles: 5 });
