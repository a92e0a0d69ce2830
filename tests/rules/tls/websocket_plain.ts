import WebSocket from 'ws';
const FEED = 'ws://events.example';

// ruleid: websocket-plain
export const feed = new WebSocket(FEED, { handshakeTimeout: 5000 });
// ok: websocket-plain
export const safe = new WebSocket(process.env.FEED_URL as string);
