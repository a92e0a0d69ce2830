const cookieParser = require('cookie-parser');
const crypto = require('crypto');

// ruleid: secret-from-environment
app.use(cookieParser(process.env.COOKIE_SECRET));
// ruleid: secret-from-environment
crypto.createHmac('sha256', process.env.WEBHOOK_KEY);
// ok: secret-from-environment
app.use(cookieParser());
// ok: secret-from-environment
crypto.createHash('sha256');
// ok: secret-from-environment (near miss: not a secret)
app.listen(process.env.PORT);
