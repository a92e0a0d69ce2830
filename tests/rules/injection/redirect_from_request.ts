import type { Request, Response } from 'express';

const TARGETS = new Set(['/', '/orders']);

export const next = ({ query }: Request, res: Response): void => {
  const to = query.to as string;
  // ruleid: redirect-from-request
  res.redirect(302, to);
};
export const known = (req: Request, res: Response): void => {
  const to = req.query.to as string;
  if (TARGETS.has(to)) {
    // ok: redirect-from-request (near miss: one of a list)
    res.redirect(to);
  }
};
