const https = require('https');
const tls = require('tls');

const OLD = 'TLSv1';

// ruleid: tls-outdated-version
https.createServer({ key, cert, minVersion: 'TLSv1' }, app);
// ruleid: tls-outdated-version
https.createServer({ key, cert, minVersion: OLD }, app);
// ruleid: tls-outdated-version
const agent = new https.Agent({ secureProtocol: 'TLSv1_method' });
// ruleid: tls-outdated-version
tls.DEFAULT_MIN_VERSION = 'TLSv1.1';

// ok: tls-outdated-version
https.createServer({ key, cert, minVersion: 'TLSv1.2' }, app);
// ok: tls-outdated-version
https.createServer({ key, cert }, app);
// ok: tls-outdated-version (near miss: the method of 1.2)
const fine = new https.Agent({ secureProtocol: 'TLSv1_2_method' });
// ok: tls-outdated-version (near miss: a version of something else)
migrate({ minVersion: '1.1' });
