const FileStreamRotator = require('file-stream-rotator');

// ruleid: log-rotation-rotator
const one = FileStreamRotator.getStream({ filename: 'a', frequency: 'daily', max_logs: '30d' });
// ruleid: log-rotation-rotator
app.use(morgan('combined', { stream: FileStreamRotator.getStream({ filename: 'b' }) }));
// ok: log-rotation-rotator
const file = fs.createWriteStream('a.log');
// ok: log-rotation-rotator
const name = FileStreamRotator.name;
// ok: log-rotation-rotator (near miss: a stream of another package)
const camera = devices.getStream({ filename: 'c' });
