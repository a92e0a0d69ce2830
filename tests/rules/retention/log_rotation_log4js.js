const log4js = require('log4js');

// ruleid: log-rotation-log4js
log4js.configure({ appenders: { app: { type: 'dateFile', filename: 'shop.log', numBackups: 30 } }, categories });
// ruleid: log-rotation-log4js
log4js.configure({ appenders: { out: { type: 'stdout' } }, categories });
// ok: log-rotation-log4js
log4js.configure('log4js.json');
// ok: log-rotation-log4js
const logger = log4js.getLogger();
// ok: log-rotation-log4js (near miss: another package's configuration)
i18n.configure({ appenders: {} });
