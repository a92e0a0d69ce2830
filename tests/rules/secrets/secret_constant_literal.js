// ruleid: secret-constant-literal
const JWT_SECRET = 'swordfish-1961';
// ruleid: secret-constant-literal
module.exports.apiKey = '4e55b1c0q8Zr';
// ruleid: secret-constant-literal
this.dbPassword = 'correct-horse-battery';

// ok: secret-constant-literal
const SESSION_SECRET = process.env.SESSION_SECRET;
// ok: secret-constant-literal (near miss: the name of a secret in a vault)
const smtpPassword = 'smtp-password';
// ok: secret-constant-literal (near miss: the name of a header)
const API_KEY_HEADER = 'x-shop-api-key';
// ok: secret-constant-literal (near miss: a path to it)
const privateKey = '/run/secrets/signing';
// ok: secret-constant-literal (near miss: a word for people)
const wrongPassword = 'that is not it';
