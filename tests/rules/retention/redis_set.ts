// ruleid: redis-set
await this.redis.set('user:1', name, { EX: 3600 });
// ruleid: redis-set
await redis.set('user:2', name, { PX: 60_000 });
// ok: redis-set
await this.redis.connect();
// ok: redis-set (near miss: a map)
names.set('redis', 1);
