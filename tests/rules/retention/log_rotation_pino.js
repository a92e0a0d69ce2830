const pino = require('pino');

// ruleid: log-rotation-pino
pino.transport({ target: 'pino-roll', options: { file: 'shop', frequency: 'daily' } });
// ruleid: log-rotation-pino
pino({ transport: { target: 'pino-roll', options: { file: 'shop' } } });
// ok: log-rotation-pino
pino.transport({ target: 'pino-pretty' });
// ok: log-rotation-pino
pino({ level: 'info' });
// ok: log-rotation-pino (near miss: a file without rotation)
pino.transport({ target: 'pino/file', options: { destination: 'pino-roll.log' } });
