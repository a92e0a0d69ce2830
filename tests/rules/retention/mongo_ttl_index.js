// ruleid: mongo-ttl-index
visits.createIndex({ at: 1 }, { expireAfterSeconds: 30 * 86400 });
// ruleid: mongo-ttl-index
schema.index({ createdAt: 1 }, { expireAfterSeconds: 3600 });
// ok: mongo-ttl-index
schema.index({ email: 1 }, { unique: true });
// ok: mongo-ttl-index
visits.createIndex({ at: 1 });
// ok: mongo-ttl-index (near miss: named, not set)
const name = { key: 'expireAfterSeconds' };
