const express = require('express'),
  session = require('express-session');
const cookieSession = require('cookie-session');
const cookieParser = require('cookie-parser');

const app = express();
const SECRET = 'tabby cat';

app.use(
  session({
    // ruleid: session-secret-literal
    secret: 'tabby cat',
    resave: false,
  }),
);
app.use(
  session({
    // ruleid: session-secret-literal
    secret: SECRET,
  }),
);
// ruleid: session-secret-literal
app.use(session({ secret: [process.env.CURRENT, 'older cat'] }));
// ruleid: session-secret-literal
app.use(cookieSession({ name: 'sid', keys: ['one', process.env.COOKIE_KEY] }));
// ruleid: session-secret-literal
app.use(cookieParser('biscuit'));
// ruleid: session-secret-literal
app.use(require('express-session')({ secret: `plain template` }));

const options = {
  secret: 'in an object',
};
// ruleid: session-secret-literal
app.use(session(options));

// ok: session-secret-literal
app.use(session({ secret: process.env.SESSION_SECRET }));
// ok: session-secret-literal
app.use(cookieParser());
// ok: session-secret-literal (near miss: the text is assembled from outside)
app.use(session({ secret: `${process.env.PREFIX}-secret` }));
// ok: session-secret-literal (near miss: a fallback, which has a rule of its own)
app.use(session({ secret: process.env.SESSION_SECRET || 'dev' }));
// ok: session-secret-literal (near miss: another library)
app.use(telemetry({ secret: 'not a session' }));
// ok: session-secret-literal (near miss: the name of the cookie)
app.use(cookieSession({ name: 'sid', keys: [process.env.COOKIE_KEY] }));
