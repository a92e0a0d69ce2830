const { Pool } = require('pg');
const pg = require('pg');

// ruleid: postgres-connected
const pool = new Pool({ connectionString: process.env.DATABASE_URL });
// ruleid: postgres-connected
const client = new pg.Client();
// ok: postgres-connected
pool.query('SELECT 1');
// ok: postgres-connected (near miss: a pool of threads)
const workers = new workerpool.Pool({ size: 4 });
