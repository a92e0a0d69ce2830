const md5 = require('md5');

// ruleid: reset-token-predictable
if (req.query.token == md5(req.query.login)) showForm(res);
// ruleid: reset-token-predictable
user.resetToken = crypto.createHash('sha256').update(user.email + Date.now()).digest('hex');

// ok: reset-token-predictable
user.resetToken = crypto.randomBytes(32).toString('hex');
// ok: reset-token-predictable (near miss: what is stored of a random token)
const storedToken = crypto.createHash('sha256').update(token).digest('hex');
// ok: reset-token-predictable (near miss: no token)
const etag = md5(user.name);
