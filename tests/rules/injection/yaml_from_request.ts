import type { Request, Response } from 'express';
import { readFileSync } from 'node:fs';
import yaml from 'js-yaml';

export const upload = ({ body }: Request, res: Response): void => {
  // ruleid: yaml-from-request
  res.json(yaml.load(body.settings));
  // ok: yaml-from-request (near miss: a file of the application)
  res.json(yaml.load(readFileSync('settings.yaml', 'utf8')));
};
