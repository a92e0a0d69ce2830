const express = require('express');
const web = require('express');

// ruleid: express-app-created
const app = express();
// ruleid: express-app-created
const other = web();
// ruleid: express-app-created
const third = require('express')();
// ok: express-app-created
const router = express.Router();
// ok: express-app-created (near miss: middleware)
app.use(express.json());
