const express = require('express');
const app = express();

// ruleid: powered-by-set-off
app.set('x-powered-by', false);
// ruleid: powered-by-set-off
express().set('x-powered-by', false);
// ok: powered-by-set-off
app.set('trust proxy', false);
// ok: powered-by-set-off (near miss: it is switched on)
app.set('x-powered-by', true);
