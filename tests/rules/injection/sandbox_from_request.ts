import type { Request, Response } from 'express';
import vm from 'node:vm';

export const lines = ({ body }: Request, res: Response): void => {
  const text = body.lines;
  // ruleid: sandbox-from-request
  const box = { text };
  vm.createContext(box);
  // ok: sandbox-from-request (near miss: no context is made of it)
  const answer = { text };
  res.json(answer);
};
