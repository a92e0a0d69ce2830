import { createServer } from 'node:https';
import tls from 'node:tls';
import http from 'node:http';

// ruleid: tls-server-created
createServer({ key, cert, minVersion: 'TLSv1.2' }, app);
// ruleid: tls-server-created
tls.createServer({ key, cert });
// ok: tls-server-created
http.createServer(app);
// ok: tls-server-created (near miss: a connection)
tls.connect({ host });
