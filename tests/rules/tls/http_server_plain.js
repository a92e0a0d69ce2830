const http = require('http');
const express = require('express');
const app = express();

// ruleid: http-server-plain
http.createServer(app).listen(3000);
// ruleid: http-server-plain
const server = http.createServer(app);

// ok: http-server-plain (near miss: only sends browsers to https)
http.createServer((req, res) => res.writeHead(308, { location }).end()).listen(80);
// ok: http-server-plain
const safe = tls.createServer({ key, cert }, app);
