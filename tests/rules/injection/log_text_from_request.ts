import type { Request, Response } from 'express';

export const find = ({ query }: Request, res: Response): void => {
  // ruleid: log-text-from-request
  console.warn(`nothing found for ${query.q}`);
  // ok: log-text-from-request (near miss: a number)
  console.warn(`page ${Number(query.page)}`);
  res.end();
};
