const pino = require('pino');
const winston = require('winston');
const morgan = require('morgan');

// ruleid: logger-used
const logger = pino({ level: 'info' });
// ruleid: logger-used
const other = winston.createLogger({ format: winston.format.json() });
// ruleid: logger-used
app.use(morgan('combined'));
// ok: logger-used
logger.info('start');
// ok: logger-used
const child = logger.child({ module: 'orders' });
// ok: logger-used (near miss: a transport, not a logger)
const transport = pino.transport({ target: 'pino-roll' });
