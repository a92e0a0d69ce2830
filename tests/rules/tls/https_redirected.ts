export function toHttps(req: Request, res: Response, next: NextFunction): void {
  if (req.headers['x-forwarded-proto'] === 'https') return next();
  // ruleid: https-redirected
  res.redirect(`https://${req.hostname}${req.originalUrl}`);
}
export function toLogin(req: Request, res: Response): void {
  // ok: https-redirected
  res.redirect(`/login?next=${encodeURIComponent(req.path)}`);
}
