import type { Request, Response } from 'express';
import { db } from './database.js';

const COLUMNS = ['name', 'price'];

export const list = async ({ query }: Request, res: Response): Promise<void> => {
  // ruleid: sql-from-request
  await db.$queryRawUnsafe(`SELECT * FROM items ORDER BY ${query.by}`);
  const by = query.by as string;
  if (!COLUMNS.includes(by)) {
    res.sendStatus(400);
    return;
  }
  // ok: sql-from-request (near miss: one of a list)
  await db.$queryRawUnsafe(`SELECT * FROM items ORDER BY ${by}`);
};
