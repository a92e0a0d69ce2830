export function guard(req: Request, res: Response, next: NextFunction): void {
  // ruleid: password-compared-to-literal
  if (req.query.apiKey === '4e55b1c0') next();
  // ok: password-compared-to-literal
  else if (req.query.apiKey === undefined) res.sendStatus(401);
}
