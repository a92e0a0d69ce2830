import type { Request, Response } from 'express';

export const hello = ({ params }: Request, res: Response): void => {
  // ruleid: html-from-request
  res.status(404).send(`no page ${params.name}`);
};
export const count = (req: Request, res: Response): void => {
  // ok: html-from-request (near miss: a number)
  res.send(`<p>page ${Number(req.query.page)}</p>`);
};
