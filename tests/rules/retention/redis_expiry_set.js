// ruleid: redis-expiry-set
await redis.setEx('reset', 900, id);
// ruleid: redis-expiry-set
redisClient.expire('cart', 60 * 60);
// ok: redis-expiry-set
await redis.ttl('cart');
// ok: redis-expiry-set
await redis.persist('cart');
// ok: redis-expiry-set (near miss: another kind of object)
session.expire('cart', 60);
