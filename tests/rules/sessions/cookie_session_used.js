const cookieSession = require('cookie-session');

// ruleid: cookie-session-used
app.use(cookieSession({ keys: [process.env.COOKIE_KEY] }));
// ruleid: cookie-session-used
app.use(require('cookie-session')({ secret: process.env.COOKIE_KEY }));
// ok: cookie-session-used
app.use(cookieParser());
// ok: cookie-session-used (near miss: the module itself)
module.exports = cookieSession;
