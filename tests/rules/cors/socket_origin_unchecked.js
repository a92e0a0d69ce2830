const { Server } = require('socket.io');

// ruleid: socket-origin-unchecked
const io = new Server(server, { cors: { origin: '*' } });
// ruleid: socket-origin-unchecked
const live = require('socket.io')(server, { cors: { origin: true, credentials: true } });
// ruleid: socket-origin-unchecked
const feed = new WebSocketServer({ server, verifyClient: () => true });

// ok: socket-origin-unchecked
const safe = new Server(server, { cors: { origin: 'https://shop.example' } });
// ok: socket-origin-unchecked (near miss: looks at who connects)
const checked = new WebSocketServer({ server, verifyClient: ({ origin }) => origins.has(origin) });
