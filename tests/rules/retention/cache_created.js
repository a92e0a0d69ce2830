const NodeCache = require('node-cache');
const { LRUCache } = require('lru-cache');

// ruleid: cache-created
const cache = new NodeCache({ stdTTL: 600 });
// ruleid: cache-created
const users = new LRUCache({ max: 500, ttl: 60_000 });
// ok: cache-created
cache.set('a', 1);
// ok: cache-created
const map = new Map();
// ok: cache-created (near miss: a cache of the browser)
const page = new PageCache({ ttl: 60 });
