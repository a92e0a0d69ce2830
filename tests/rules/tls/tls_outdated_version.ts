import { createServer, type ServerOptions } from 'node:https';

// ruleid: tls-outdated-version
const options: ServerOptions = { key, cert, minVersion: 'TLSv1.1' };
// ruleid: tls-outdated-version
createServer({ key, cert, maxVersion: 'TLSv1.1' as const });
// ok: tls-outdated-version
createServer({ key, cert, minVersion: 'TLSv1.3' });
// ok: tls-outdated-version
createServer(options);
