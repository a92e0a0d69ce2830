import http from 'node:http';
import express from 'express';

export const app = express();
// ruleid: http-server-plain
export const server = http.createServer(app);

export function behindProxy(): void {
  app.set('trust proxy', 1);
  // ok: http-server-plain (near miss: a proxy ends TLS)
  http.createServer(app).listen(3000);
}
