const rfs = require('rotating-file-stream');
const fs = require('fs');

// ruleid: log-rotation-stream
const stream = rfs.createStream('access.log', { interval: '1d', maxFiles: 30 });
// ruleid: log-rotation-stream
app.use(morgan('combined', { stream: rfs.createStream('access.log', { interval: '1d' }) }));
// ok: log-rotation-stream
const plain = fs.createWriteStream('access.log');
// ok: log-rotation-stream (near miss: another method)
rfs.default('access.log');
