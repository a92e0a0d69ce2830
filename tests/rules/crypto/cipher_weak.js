const crypto = require('crypto');

// ruleid: cipher-weak
const one = crypto.createCipher('aes-256-cbc', password);
// ruleid: cipher-weak
const two = crypto.createCipheriv('des-ede3-cbc', key, iv);
// ruleid: cipher-weak
const three = crypto.createCipheriv('aes-128-ecb', key, null);

// ok: cipher-weak
const safe = crypto.createCipheriv('aes-256-gcm', key, crypto.randomBytes(12));
// ok: cipher-weak (near miss: another mode)
const other = crypto.createDecipheriv('aes-256-cbc', key, iv);
