import { Server } from 'socket.io';

// ruleid: socket-origin-unchecked
export const io = new Server(httpServer, { path: '/live', cors: { origin: '*' } });
// ok: socket-origin-unchecked
export const safe = new Server(httpServer, { path: '/live' });
