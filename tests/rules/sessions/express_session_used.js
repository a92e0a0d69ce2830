var express = require('express'),
  session = require('express-session');
const app = express();

// ruleid: express-session-used
app.use(session({ secret: process.env.SESSION_SECRET }));
// ruleid: express-session-used
app.use(require('express-session')({ secret: process.env.SESSION_SECRET }));
// ok: express-session-used
app.use(express.json());
// ok: express-session-used
app.get('/', (req, res) => res.send(req.session.user));
// ok: express-session-used (near miss: the store alone)
const store = new session.MemoryStore();
