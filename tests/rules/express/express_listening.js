const express = require('express');
const http = require('http');
const app = express();

// ruleid: express-listening
app.listen(3000);
// ruleid: express-listening
http.createServer(app).listen(3000);
const httpsServer = https.createServer(options, app);
// ruleid: express-listening
httpsServer.listen(443, () => log('ready'));
// ok: express-listening
emitter.on('listening', ready);
// ok: express-listening
app.use(handler);
// ok: express-listening (near miss: not a server)
microphone.listen('hello');
