import type { Request, Response } from 'express';
import { Review } from './reviews.js';

export async function remove(req: Request, res: Response): Promise<void> {
  // ruleid: update-of-many-from-request
  await Review.deleteMany({ author: req.query.author });
  // ok: update-of-many-from-request
  await Review.deleteMany({ author: req.user.id });
  res.sendStatus(204);
}
