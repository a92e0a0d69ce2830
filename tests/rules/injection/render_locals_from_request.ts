import type { Request, Response } from 'express';

export function show(req: Request, res: Response): void {
  // ruleid: render-locals-from-request
  res.render('show', { ...req.query, title: 'Show' });
  // ok: render-locals-from-request
  res.render('show', { title: 'Show' });
}
