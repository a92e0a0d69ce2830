// ruleid: jsonp-answered
app.get('/me', (req, res) => res.jsonp({ name: req.user.name }));
// ruleid: jsonp-answered
app.set('jsonp callback name', 'done');

// ok: jsonp-answered
app.get('/me', (req, res) => res.json({ name: req.user.name }));
// ok: jsonp-answered (near miss: a client)
const load = require('jsonp');
