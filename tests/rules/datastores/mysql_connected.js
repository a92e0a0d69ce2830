const mysql = require('mysql');
const db = require('mysql2/promise');

// ruleid: mysql-connected
mysql.createConnection({ host: process.env.DB_HOST });
// ruleid: mysql-connected
db.createPool({ host: process.env.DB_HOST, ssl: { ca } });
// ok: mysql-connected
mysql.escape(value);
// ok: mysql-connected (near miss: a connection of something else)
net.createConnection({ host: process.env.DB_HOST });
