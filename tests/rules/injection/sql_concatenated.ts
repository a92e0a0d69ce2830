import { pool } from './database.js';

const TABLE = 'items';

export async function read(name: string): Promise<unknown> {
  // ruleid: sql-concatenated
  const rows = await pool.query(`SELECT id FROM items WHERE name LIKE '%${name}%'`);
  // ok: sql-concatenated (near miss: a constant names the table)
  await pool.query(`SELECT id FROM ${TABLE} WHERE name = $1`, [name]);
  return rows;
}
