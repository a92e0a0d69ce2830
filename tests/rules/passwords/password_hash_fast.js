const crypto = require('crypto');
const md5 = require('md5');

// ruleid: password-hash-fast
user.hash = crypto.createHash('sha256').update(password).digest('hex');
// ruleid: password-hash-fast
if (user.hash === md5(req.body.password)) next();
// ruleid: password-hash-fast
const salted = crypto.createHash('sha512').update(user.password + salt).digest('hex');

// ok: password-hash-fast
user.hash = await argon2.hash(password);
// ok: password-hash-fast (near miss: a file)
const etag = crypto.createHash('sha256').update(content).digest('hex');
// ok: password-hash-fast (near miss: a random token)
const stored = crypto.createHash('sha256').update(resetToken).digest('hex');
