export function guard(req: Request, res: Response, next: NextFunction): void {
  // ruleid: cookie-trusted-role
  if (req.cookies.admin === 'true') next();
  // ok: cookie-trusted-role
  else if (req.session.role === 'admin') next();
}
