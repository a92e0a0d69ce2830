const redis = require('redis');
const Redis = require('ioredis');

// ruleid: redis-connected
redis.createClient({ url: process.env.REDIS_URL });
// ruleid: redis-connected
const client = new Redis(process.env.REDIS_URL);
// ok: redis-connected
client.get('key');
// ok: redis-connected (near miss: a client of something else)
const other = elastic.createClient({ node });
