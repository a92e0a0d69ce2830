import type { Request, Response } from 'express';
import { Item } from './items.js';

export const search = async ({ query }: Request, res: Response): Promise<void> => {
  // ruleid: regex-from-request
  res.json(await Item.find({ name: { $regex: query.q } }));
  // ok: regex-from-request (near miss: escaped first)
  res.json(await Item.find({ name: new RegExp(RegExp.escape(query.q as string)) }));
};
