const redis = require('redis');
const mongoose = require('mongoose');
const { Pool } = require('pg');

// ruleid: datastore-connection-plain
redis.createClient('redis://cache.internal.example:6379');
// ruleid: datastore-connection-plain
mongoose.connect('mongodb://one.internal.example,two.internal.example/shop');
// ruleid: datastore-connection-plain
const pool = new Pool({ connectionString: 'postgres://db.internal.example/shop?sslmode=disable' });
// ruleid: datastore-connection-plain
const other = new Pool({ host: 'db.internal.example', ssl: false });
// ruleid: datastore-connection-plain
const queue = amqp.connect('amqp://queue.internal.example');

// ok: datastore-connection-plain
redis.createClient('rediss://cache.internal.example:6380');
// ok: datastore-connection-plain
redis.createClient(process.env.REDIS_URL);
// ok: datastore-connection-plain (near miss: this machine)
redis.createClient('redis://localhost:6379');
// ok: datastore-connection-plain (near miss: this machine, by address and with a user)
mongoose.connect('mongodb://shop:x@127.0.0.1/shop');
// ok: datastore-connection-plain (near miss: TLS in the address)
mongoose.connect('mongodb://one.internal.example/shop?tls=true');
// ok: datastore-connection-plain (near miss: TLS in the options)
mongoose.connect('mongodb://one.internal.example/shop', { tls: true });
// ok: datastore-connection-plain (near miss: a help text)
console.log('expected an address like redis:// or rediss://');
