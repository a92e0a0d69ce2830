const inspector = require('node:inspector');

// ruleid: debug-mode-forced
process.env.NODE_ENV = 'development';
// ruleid: debug-mode-forced
inspector.open(9229, '0.0.0.0');
// ok: debug-mode-forced
inspector.open(9229, '127.0.0.1');
// ok: debug-mode-forced
process.env.NODE_ENV = 'production';
// ok: debug-mode-forced (near miss: a comparison)
const debug = process.env.NODE_ENV === 'development';
