import { createStream } from 'rotating-file-stream';
import { createWriteStream } from 'node:fs';

// ruleid: log-rotation-stream
export const access = createStream('access.log', { interval: '1d', maxFiles: 30 });
// ruleid: log-rotation-stream
export const audit = createStream('audit.log', { interval: '12h' });
// ok: log-rotation-stream
export const plain = createWriteStream('plain.log');
// ok: log-rotation-stream (near miss: a stream of events)
export const events = bus.open('events');
