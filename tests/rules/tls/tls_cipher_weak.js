const https = require('https');

// ruleid: tls-cipher-weak
https.createServer({ key, cert, ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:RC4-SHA' }, app);
// ruleid: tls-cipher-weak
https.createServer({ key, cert, ciphers: 'DES-CBC3-SHA' }, app);
// ruleid: tls-cipher-weak
tls.connect({ host, ciphers: 'DEFAULT@SECLEVEL=0' });

// ok: tls-cipher-weak
https.createServer({ key, cert, ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384' }, app);
// ok: tls-cipher-weak (near miss: the weak ones are left out)
https.createServer({ key, cert, ciphers: 'HIGH:!aNULL:!MD5:!RC4:!DES' }, app);
// ok: tls-cipher-weak
https.createServer({ key, cert }, app);
