const bcrypt = require('bcrypt');
const crypto = require('crypto');

// ruleid: password-hashed
const one = await bcrypt.hash(password, 12);
// ruleid: password-hashed
const two = crypto.scryptSync(password, salt, 64);
// ruleid: password-hashed
const three = crypto.pbkdf2Sync(password, salt, 600000, 32, 'sha256');

// ok: password-hashed
const same = await bcrypt.compare(password, user.hash);
// ok: password-hashed (near miss: no password)
const etag = crypto.createHash('sha256');
