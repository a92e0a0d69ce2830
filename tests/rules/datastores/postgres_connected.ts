import database from 'pg';
import postgres from 'postgres';

// ruleid: postgres-connected
export const pool = new database.Pool({ ssl: true });
// ruleid: postgres-connected
export const sql = postgres(process.env.DATABASE_URL!, { ssl: 'require' });
// ok: postgres-connected
export const rows = await pool.query('SELECT 1');
// ok: postgres-connected (near miss: a type of the same module)
export const parse = database.types.getTypeParser(20);
const { Client, types } = database;
// ruleid: postgres-connected
export const client = new Client({ ssl: true });
// ok: postgres-connected (near miss: a pool of something else)
export const threads = new Pool({ size: 4 });
