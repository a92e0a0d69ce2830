import { createClient } from 'redis';
import { MongoClient } from 'mongodb';

// ruleid: datastore-connection-plain
export const cache = createClient({ url: 'redis://cache:6379' });
// ruleid: datastore-connection-plain
export const client = new MongoClient(`mongodb://db.internal.example/${name}`);
// ok: datastore-connection-plain
export const safe = new MongoClient('mongodb+srv://cluster.internal.example/shop');
// ok: datastore-connection-plain
export const local = createClient({ url: 'redis://127.0.0.1:6379' });
