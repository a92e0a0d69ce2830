import odm from 'mongoose';
import { MongoClient } from 'mongodb';

// ruleid: mongodb-connected
await odm.connect(process.env.MONGO_URL!);
// ruleid: mongodb-connected
export const client: MongoClient = new MongoClient(url, { tls: true });
// ok: mongodb-connected
export const User = odm.model('User', schema);
// ok: mongodb-connected (near miss: opened, with an address given before)
await client.connect();
