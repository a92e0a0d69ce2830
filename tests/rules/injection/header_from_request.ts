import type { Request, Response } from 'express';

export const file = ({ query }: Request, res: Response): void => {
  // ruleid: header-from-request
  res.set('Content-Disposition', `attachment; filename=${query.name}`);
  res.end();
};
