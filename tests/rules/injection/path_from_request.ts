import type { Request, Response } from 'express';
import path from 'node:path';
import { readFile } from 'node:fs/promises';

export const page = async ({ params }: Request, res: Response): Promise<void> => {
  // ruleid: path-from-request
  res.send({ text: await readFile(`pages/${params.name}.md`, 'utf8') });
  const place = path.resolve('pages', params.name);
  if (!place.startsWith(path.resolve('pages') + path.sep)) {
    res.sendStatus(404);
    return;
  }
  // ok: path-from-request (near miss: it was checked where the path leads)
  res.send({ text: await readFile(place, 'utf8') });
};
