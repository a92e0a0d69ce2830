#!/usr/bin/env node
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { closeDatabase, inTransaction, pool } from '../db/pool.js';

const here = path.dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({
  options: {
    directory: { type: 'string', default: path.join(here, '..', '..', 'migrations') },
    'dry-run': { type: 'boolean', default: false },
  },
});

const FILE_NAME = /^\d{4}_[a-z_]+\.sql$/;

async function pending(directory: string): Promise<string[]> {
  await pool.query(
    'CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, at timestamptz DEFAULT now())',
  );
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM migrations');
  const done = new Set(rows.map((row) => row.name));
  const files = await readdir(directory);
  return files.filter((name) => FILE_NAME.test(name) && !done.has(name)).sort();
}

async function apply(directory: string, name: string): Promise<void> {
  // the operator names the directory and our own statements are in it
  const statements = await readFile(path.join(directory, name), 'utf8');
  await inTransaction(async (client) => {
    await client.query(statements);
    await client.query('INSERT INTO migrations (name) VALUES ($1)', [name]);
  });
}

const directory = path.resolve(values.directory);

for (const name of await pending(directory)) {
  process.stdout.write(`${values['dry-run'] ? 'would apply' : 'applying'} ${name}\n`);
  if (!values['dry-run']) {
    await apply(directory, name);
  }
}

await closeDatabase();
