const cookieParser = require('cookie-parser');

// ruleid: cookie-parser-used
app.use(cookieParser(process.env.COOKIE_KEY));
// ruleid: cookie-parser-used
app.use(cookieParser());
// ruleid: cookie-parser-used
app.use(require('cookie-parser')(keys));

// ok: cookie-parser-used (near miss: reads one cookie)
const cookie = cookieParser.signedCookie(text, key);
// ok: cookie-parser-used
app.use(express.json());
