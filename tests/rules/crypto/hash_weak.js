const crypto = require('crypto');

// ruleid: hash-weak
const sign = (text) => crypto.createHash('md5').update(text).digest('hex');
// ruleid: hash-weak
const tag = crypto.createHmac('sha1', key);

// ok: hash-weak
const safe = (text) => crypto.createHash('sha256').update(text).digest('hex');
// ok: hash-weak (near miss: the picture of an address)
const url = `https://pictures.example/${crypto.createHash('md5').update(address.trim().toLowerCase()).digest('hex')}`;
function checksumOf(bytes) {
  // ok: hash-weak (near miss: nothing is protected by it)
  return crypto.createHash('sha1').update(bytes).digest('hex');
}
function signatureOf(bytes) {
  // ruleid: hash-weak
  return crypto.createHash('sha1').update(bytes).digest('hex');
}
