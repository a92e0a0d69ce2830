// ruleid: private-key-literal
const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIBOgIBAAJBAKj34Gky\n-----END RSA PRIVATE KEY-----';
const lines = [
  // ruleid: private-key-literal
  '-----BEGIN PRIVATE KEY-----',
  'MIIBVgIBADANBgkqhkiG',
  '-----END PRIVATE KEY-----',
].join('\n');

// ok: private-key-literal (near miss: a public key)
const open = '-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEB\n-----END PUBLIC KEY-----';
// ok: private-key-literal (near miss: only its first line is looked for)
const isKey = text.startsWith('-----BEGIN PRIVATE KEY-----');
// ok: private-key-literal
const own = fs.readFileSync('/run/secrets/signing_key');
