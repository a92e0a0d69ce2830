const mongoose = require('mongoose');
const db = require('mongoose');
const { MongoClient } = require('mongodb');

// ruleid: mongodb-connected
mongoose.connect(process.env.MONGO_URL, { tls: true });
// ruleid: mongodb-connected
db.createConnection('mongodb://localhost/shop');
// ruleid: mongodb-connected
const client = new MongoClient(process.env.MONGO_URL);
// ok: mongodb-connected
mongoose.model('User', schema);
// ok: mongodb-connected
client.db('shop');
// ok: mongodb-connected (near miss: another thing that connects)
socket.connect(process.env.MONGO_URL);
