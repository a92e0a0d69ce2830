const pino = require('pino');

// ruleid: log-shipped
const transport = pino.transport({ target: 'pino-loki', options: { host } });
// ruleid: log-shipped
const syslog = new winston.transports.Syslog({ host });
// ok: log-shipped
const file = pino.transport({ target: 'pino/file' });
// ok: log-shipped
const screen = new winston.transports.Console();
// ok: log-shipped (near miss: a client of the same database)
const client = new elasticsearch.Client({ node });
