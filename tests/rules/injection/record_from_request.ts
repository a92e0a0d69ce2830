import type { Request, Response } from 'express';
import { Item, itemService } from './items.js';

export async function add(req: Request, res: Response): Promise<void> {
  // ruleid: record-from-request
  await Item.findByIdAndUpdate(req.params.id, req.body);
  // ok: record-from-request (near miss: a service, which may choose)
  await itemService.create(req.body);
  res.sendStatus(201);
}
