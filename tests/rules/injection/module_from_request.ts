import type { Request, Response } from 'express';

const KINDS = new Set(['day', 'week']);

export async function report(req: Request, res: Response): Promise<void> {
  // ruleid: module-from-request
  res.json(await import(`./reports/${req.query.kind}.js`));
  const kind = req.query.kind as string;
  if (KINDS.has(kind)) {
    // ok: module-from-request (near miss: one of a list)
    res.json(await import(`./reports/${kind}.js`));
  }
}
