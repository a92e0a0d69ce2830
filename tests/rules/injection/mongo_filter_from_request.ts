import type { Request, Response } from 'express';
import { db, Login } from './database.js';

export async function remove(req: Request, res: Response): Promise<void> {
  const id = req.body.id;
  // ruleid: mongo-filter-from-request
  await db.collection('reviews').deleteOne({ _id: id });
  const { email } = Login.parse(req.body);
  // ok: mongo-filter-from-request (near miss: a schema has checked it)
  await db.collection('reviews').deleteMany({ email });
  res.sendStatus(204);
}
