import type { Request, Response } from 'express';
import { spawn } from 'node:child_process';

export function convert(req: Request, res: Response): void {
  // ruleid: argument-from-request
  spawn('convert', [req.body.file, 'out.png']);
  // ok: argument-from-request
  spawn('convert', ['-rotate', String(Number(req.body.angle)), 'out.png']);
  res.end();
}
