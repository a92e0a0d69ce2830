import { createClient } from 'redis';
import Cache from 'ioredis';

// ruleid: redis-connected
export const client = createClient({ url: process.env.REDIS_URL, socket: { tls: true } });
// ruleid: redis-connected
export const cache = new Cache({ host: 'localhost' });
// ok: redis-connected
export const value = await client.get('key');
// ok: redis-connected (near miss: another constructor)
export const map = new Map([['redis', 1]]);
