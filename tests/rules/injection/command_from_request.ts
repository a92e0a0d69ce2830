import type { Request, Response } from 'express';
import child_process from 'node:child_process';

export const resize = ({ body }: Request, res: Response): void => {
  // ruleid: command-from-request
  child_process.execSync(`convert ${body.file} out.png`);
  // ruleid: command-from-request
  child_process.spawn('sh', ['-c', body.script]);
  // ok: command-from-request
  child_process.execSync('convert in.png out.png');
  res.sendStatus(204);
};
