import { inspect } from 'node:util';

// ruleid: environment-logged
console.log('settings', JSON.stringify(settings, null, 2));
// ruleid: environment-logged
console.info(config);
// ok: environment-logged
logger.info({ level: config.level }, 'start');
// ok: environment-logged (near miss: to a child process, not to the log)
spawn('node', [], { env: process.env });
