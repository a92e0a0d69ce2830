import * as rotator from 'file-stream-rotator';

// ruleid: log-rotation-rotator
export const daily = rotator.getStream({ filename: 'a', max_logs: '10d' });
// ruleid: log-rotation-rotator
export const sized = rotator.getStream({ filename: 'a', size: '5M' });
// ok: log-rotation-rotator
export const plain = createWriteStream('a.log');
// ok: log-rotation-rotator (near miss: a type alone)
export type Stream = ReturnType<typeof rotator.getStream>;
