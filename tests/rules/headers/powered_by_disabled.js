const express = require('express');
const app = express();

// ruleid: powered-by-disabled
app.disable('x-powered-by');
// ruleid: powered-by-disabled
server.app.disable('x-powered-by');
// ok: powered-by-disabled
app.enable('trust proxy');
// ok: powered-by-disabled (near miss: it is switched on)
app.enable('x-powered-by');
