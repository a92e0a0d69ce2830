// For the container's HEALTHCHECK: asks the shop's own /healthz over TLS. The
// certificate is issued for the public name, so that name is what is verified.
import https from 'node:https';

const request = https.get(
  {
    host: '127.0.0.1',
    port: process.env.HTTPS_PORT ?? 8443,
    path: '/healthz',
    servername: process.env.PUBLIC_HOST,
    timeout: 2000,
  },
  (response) => process.exit(response.statusCode === 200 ? 0 : 1),
);
request.on('timeout', () => request.destroy(new Error('no answer in time')));
request.on('error', () => process.exit(1));
