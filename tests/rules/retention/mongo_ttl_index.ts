// ruleid: mongo-ttl-index
await db.collection('resets').createIndex({ at: 1 }, { name: 'end', expireAfterSeconds: 900 });
// ruleid: mongo-ttl-index
TokenSchema.index({ expires: 1 }, { expireAfterSeconds: 0 });
// ok: mongo-ttl-index
await db.collection('resets').createIndex({ at: -1 });
// ok: mongo-ttl-index (near miss: a type alone)
export type Options = { expireAfterSeconds: number };
