const util = require('util');

// ruleid: environment-logged
console.log(process.env);
// ruleid: environment-logged
console.log(util.inspect(config, false, null));
// ruleid: environment-logged
logger.info({ env: process.env }, 'start');
// ok: environment-logged
console.log(process.env.PORT);
// ok: environment-logged
logger.info({ port: config.port }, 'listening');
// ok: environment-logged (near miss: one setting)
console.log(config.name);
