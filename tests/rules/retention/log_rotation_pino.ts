import { pino, transport } from 'pino';

// ruleid: log-rotation-pino
export const one = transport({ target: 'pino-roll', options: { limit: { count: 30 } } });
// ruleid: log-rotation-pino
export const two = pino.transport({ targets: [{ target: 'pino-roll', options: {} }] });
// ok: log-rotation-pino
export const three = transport({ target: 'pino-pretty' });
// ok: log-rotation-pino (near miss: mentioned alone)
export const name = 'pino-roll';
