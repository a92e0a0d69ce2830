// ruleid: redis-set
await redis.set(`cart:${id}`, JSON.stringify(cart));
// ruleid: redis-set
redisClient.set('rate', 1, 'EX', 60);
// ok: redis-set
const value = await redis.get('rate');
// ok: redis-set
await redis.del('rate');
// ok: redis-set (near miss: settings of the application)
app.set('redis', redis);
