import { readFileSync } from 'node:fs';

import pg from 'pg';

import { config } from './config.js';

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  ssl: {
    rejectUnauthorized: true,
    ca: readFileSync(config.databaseCaFile, 'utf8'),
    minVersion: 'TLSv1.2',
  },
  max: 10,
  connectionTimeoutMillis: 5000,
  statement_timeout: 5000,
});

export async function findUserByEmail(email) {
  const { rows } = await pool.query(
    'SELECT id, email, role, password_hash FROM users WHERE email = $1',
    [email],
  );
  return rows[0];
}

export async function listOrders(userId) {
  const { rows } = await pool.query(
    `SELECT id, article, quantity, created_at
       FROM orders WHERE user_id = $1 ORDER BY created_at DESC LIMIT 100`,
    [userId],
  );
  return rows;
}

// The owner is part of the question: somebody else's order is simply not found.
export async function findOrder(userId, orderId) {
  const { rows } = await pool.query(
    'SELECT id, article, quantity, created_at FROM orders WHERE id = $1 AND user_id = $2',
    [orderId, userId],
  );
  return rows[0];
}

export async function addOrder(userId, { article, quantity }) {
  const { rows } = await pool.query(
    'INSERT INTO orders (user_id, article, quantity) VALUES ($1, $2, $3) RETURNING id',
    [userId, article, quantity],
  );
  return rows[0].id;
}

export const closeDatabase = () => pool.end();
