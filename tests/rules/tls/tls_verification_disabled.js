const https = require('https');
const tls = require('tls');

// ruleid: tls-verification-disabled
const agent = new https.Agent({ rejectUnauthorized: false });
// ruleid: tls-verification-disabled
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
// ruleid: tls-verification-disabled
request({ url, strictSSL: false });
// ruleid: tls-verification-disabled
tls.connect({ host, checkServerIdentity: () => undefined });
// ruleid: tls-verification-disabled
options.rejectUnauthorized = false;

// ok: tls-verification-disabled
const strict = new https.Agent({ rejectUnauthorized: true });
// ok: tls-verification-disabled
const own = new https.Agent({ ca });
// ok: tls-verification-disabled
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1';
// ok: tls-verification-disabled (near miss: a server that asks clients for a certificate)
https.createServer({ key, cert, requestCert: true, rejectUnauthorized: false }, app);
// ok: tls-verification-disabled (near miss: the identity is compared)
tls.connect({ host, checkServerIdentity: (name, cert) => compare(name, cert) });
