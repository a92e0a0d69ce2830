const crypto = require('crypto');
const IV = Buffer.alloc(16, 0);

// ruleid: cipher-iv-fixed
const one = crypto.createCipheriv('aes-256-cbc', key, '0123456789abcdef');
// ruleid: cipher-iv-fixed
const two = crypto.createCipheriv('aes-256-cbc', key, IV);

// ok: cipher-iv-fixed
const safe = crypto.createCipheriv('aes-256-gcm', key, crypto.randomBytes(12));
// ok: cipher-iv-fixed (near miss: opens what an older release wrote)
const old = crypto.createDecipheriv('aes-256-cbc', key, IV);
