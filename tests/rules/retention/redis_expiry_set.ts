// ruleid: redis-expiry-set
await this.redis.setex('reset', 900, id);
// ruleid: redis-expiry-set
await redis.expire('cart', TTL_S);
// ok: redis-expiry-set
await redis.get('cart');
// ok: redis-expiry-set (near miss: a note)
export const note = 'redis.expire';
