import type { Request, Response } from 'express';
import pug from 'pug';
import { readFile } from 'node:fs/promises';
import { User } from './user.js';

export async function profile(req: Request, res: Response): Promise<void> {
  const user = await User.findByPk(req.session.userId);
  let template = await readFile('views/profile.pug', 'utf8');
  template = template.replace(/NAME/, user.name);
  // ruleid: template-from-request
  const page = pug.compile(template);
  // ok: template-from-request
  const plain = pug.compile('p= name');
  res.send(page({}) + plain({ name: user.name }));
}
