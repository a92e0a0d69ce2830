// ruleid: datastore-fallback-plain
const db = process.env.MONGO_URL || 'mongodb://localhost:27017/shop';
// ruleid: datastore-fallback-plain
const cache = createClient({ url: process.env.REDIS_URL ?? 'redis://cache:6379' });

// ok: datastore-fallback-plain
const own = process.env.MONGO_URL;
// ok: datastore-fallback-plain (near miss: encrypted)
const safe = process.env.REDIS_URL || 'rediss://cache.example:6380';
// ok: datastore-fallback-plain (near miss: nothing is read from the environment)
const test = options.url || 'mongodb://localhost:27017/test';
