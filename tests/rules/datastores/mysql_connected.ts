import mysql from 'mysql2/promise';
import { createPool } from 'generic-pool';

// ruleid: mysql-connected
export const pool = mysql.createPool(process.env.DATABASE_URL!);
// ruleid: mysql-connected
export const one = await mysql.createConnection({ host: 'localhost' });
// ok: mysql-connected
export const text = mysql.format('SELECT ?', [1]);
// ok: mysql-connected (near miss: a pool of something else)
export const workers = createPool(factory, { max: 4 });
