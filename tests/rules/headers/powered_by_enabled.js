const express = require('express');
const app = express();

// ruleid: powered-by-enabled
app.enable('x-powered-by');
// ruleid: powered-by-enabled
app.set('x-powered-by', true);
// ok: powered-by-enabled
app.disable('x-powered-by');
// ok: powered-by-enabled (near miss: another setting)
app.enable('trust proxy');
