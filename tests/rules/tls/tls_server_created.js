const https = require('https');
const secure = require('https');
const http2 = require('http2');
const http = require('http');

// ruleid: tls-server-created
https.createServer({ key, cert }, app).listen(443);
// ruleid: tls-server-created
secure.createServer({ key, cert }, app);
// ruleid: tls-server-created
http2.createSecureServer({ key, cert });
// ok: tls-server-created
http.createServer(app);
// ok: tls-server-created (near miss: a client)
https.get('https://shop.example');
// ok: tls-server-created (near miss: HTTP/2 without TLS)
http2.createServer();
