const { pipeline } = require('node:stream/promises');

// ruleid: stream-pipeline-used
await pipeline(createReadStream(path), res);
// ruleid: stream-pipeline-used
stream.pipeline(req, file, done);
// ok: stream-pipeline-used
source.pipe(res);
// ok: stream-pipeline-used
res.end();
// ok: stream-pipeline-used (near miss: of commands, not of streams)
const commands = redis.pipeline();
