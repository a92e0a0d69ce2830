export function guard(req: Request, res: Response, next: NextFunction): void {
  // ruleid: role-from-request
  if (req.headers['x-role'] === 'admin') next();
  // ok: role-from-request
  else if (req.session.role === 'admin') next();
}
