export function who(req: Request, _res: Response, next: NextFunction): void {
  // ruleid: identity-from-header
  req.userId = req.headers['x-user-id'] as string;
  next();
}
export function safe(req: Request, _res: Response, next: NextFunction): void {
  // ok: identity-from-header
  req.userId = verify(req.headers.authorization).sub;
  next();
}
