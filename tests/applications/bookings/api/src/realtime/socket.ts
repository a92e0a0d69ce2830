import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

import { WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';

import { config } from '../config.js';
import { logger } from '../logger.js';
import { subscribe } from './hub.js';

const PATH = '/v1/live';
const MAX_PAYLOAD_BYTES = 1024;
const MAX_CLIENTS = 2000;
const HEARTBEAT_MS = 30_000;

const Wish = z.strictObject({ watch: z.array(z.uuid()).max(20) });

const refuse = (socket: Duplex, status: string): void => {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
};

const isOurPage = (request: IncomingMessage): boolean =>
  config.webOrigins.includes(request.headers.origin ?? '');

/** Tells open pages which hours were taken or released. It carries no personal data. */
export function attachSocket(server: Server): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_PAYLOAD_BYTES,
    perMessageDeflate: false,
  });
  const watched = new WeakMap<WebSocket, ReadonlySet<string>>();
  const alive = new WeakSet<WebSocket>();

  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', config.publicUrl);
    if (pathname !== PATH) {
      refuse(socket, '404 Not Found');
      return;
    }
    if (!isOurPage(request)) {
      refuse(socket, '403 Forbidden');
      return;
    }
    if (sockets.clients.size >= MAX_CLIENTS) {
      refuse(socket, '503 Service Unavailable');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      sockets.emit('connection', client, request);
    });
  });

  sockets.on('connection', (client) => {
    alive.add(client);
    client.on('pong', () => alive.add(client));
    client.on('error', (error) => logger.debug({ err: error }, 'socket'));
    client.on('message', (data) => {
      const wish = Wish.safeParse(parse(String(data)));
      if (wish.success) {
        watched.set(client, new Set(wish.data.watch));
      } else {
        client.close(1008, 'not understood');
      }
    });
  });

  const unsubscribe = subscribe((announcement) => {
    const text = JSON.stringify(announcement);
    for (const client of sockets.clients) {
      const isWaiting = client.readyState === WebSocket.OPEN;
      if (isWaiting && watched.get(client)?.has(announcement.roomId)) {
        client.send(text);
      }
    }
  });

  const heartbeat = setInterval(() => {
    for (const client of sockets.clients) {
      if (!alive.delete(client)) {
        client.terminate();
      } else {
        client.ping();
      }
    }
  }, HEARTBEAT_MS);

  return () => {
    clearInterval(heartbeat);
    unsubscribe();
    sockets.close();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
