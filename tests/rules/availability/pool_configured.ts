import mongoose from 'mongoose';
import pg from 'pg';

// ruleid: pool-configured
await mongoose.connect(uri, { maxPoolSize: 20, socketTimeoutMS: 5000 });
// ruleid: pool-configured
export const pool = new pg.Pool();
// ok: pool-configured
await mongoose.disconnect();
// ok: pool-configured (near miss: a type alone)
export type Connections = pg.Pool;
