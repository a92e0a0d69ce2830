const { Pool } = require('pg');
const mysql = require('mysql2/promise');

// ruleid: pool-configured
const pool = new Pool({ max: 10, statement_timeout: 5000 });
// ruleid: pool-configured
const other = mysql.createPool({ connectionLimit: 5 });
// ok: pool-configured
const { rows } = await pool.query('SELECT 1');
// ok: pool-configured
const client = new Client();
// ok: pool-configured (near miss: of workers, not of connections)
const workers = new Piscina({ maxThreads: 4 });
