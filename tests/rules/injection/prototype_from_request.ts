import type { Request, Response } from 'express';
import { merge } from 'lodash-es';
import { Settings } from './schemas.js';

export const save = ({ body }: Request, res: Response): void => {
  // ruleid: prototype-from-request
  res.json(merge({}, body));
};
export const checked = (req: Request, res: Response): void => {
  // ok: prototype-from-request (near miss: a schema has checked it)
  res.json(merge({}, Settings.parse(req.body)));
};
