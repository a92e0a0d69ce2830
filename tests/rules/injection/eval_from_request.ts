import type { Request, Response } from 'express';
import vm from 'node:vm';

export const run = ({ query }: Request, res: Response): void => {
  // ruleid: eval-from-request
  vm.runInNewContext(query.code as string);
  // ok: eval-from-request (near miss: a function is called later, nothing is read as code)
  setTimeout(() => res.json(query.code), 10);
  const terms = ['1', '+', '2'];
  // ok: eval-from-request (near miss: the text is the program's own)
  eval(terms.join(''));
};
