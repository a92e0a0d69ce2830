const crypto = require('crypto');
const { createHmac } = require('node:crypto');

const KEY = 'sixteen byte key';

// ruleid: crypto-key-literal
crypto.createHmac('sha256', 'sixteen byte key').update(body);
// ruleid: crypto-key-literal
createHmac('sha256', KEY).update(body);
// ruleid: crypto-key-literal
crypto.createCipheriv('aes-128-gcm', Buffer.from('sixteen byte key'), nonce);
// ruleid: crypto-key-literal
crypto.createSecretKey('sixteen byte key', 'utf8');

// ok: crypto-key-literal
crypto.createHmac('sha256', process.env.WEBHOOK_KEY);
// ok: crypto-key-literal
crypto.createCipheriv('aes-256-gcm', key, crypto.randomBytes(12));
// ok: crypto-key-literal (near miss: a hash has no key)
crypto.createHash('sha256').update('sixteen byte key');
// ok: crypto-key-literal (near miss: the encoding is the literal)
crypto.createHmac('sha256', Buffer.from(process.env.WEBHOOK_KEY, 'hex'));
