const WebSocket = require('ws');

// ruleid: websocket-plain
const feed = new WebSocket('ws://events.example/orders');
// ruleid: websocket-plain
const io = connect('x'), live = io('ws://events.example');

// ok: websocket-plain
const safe = new WebSocket('wss://events.example/orders');
// ok: websocket-plain (near miss: this machine)
const own = new WebSocket('ws://127.0.0.1:9000');
