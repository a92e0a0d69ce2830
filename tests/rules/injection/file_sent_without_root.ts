import type { Response } from 'express';
import path from 'node:path';

export function send(folder: string, name: string, res: Response): void {
  // ruleid: file-sent-without-root
  res.download(folder + name);
  // ok: file-sent-without-root (near miss: the last part alone)
  res.sendFile(path.join(folder, path.basename(name)));
}
