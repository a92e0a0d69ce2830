export function secure(_req: Request, res: Response, next: NextFunction): void {
  // ruleid: header-set
  res.setHeader('Content-Security-Policy', "default-src 'self'");
  // ok: header-set
  res.setHeader('X-Request-Id', id());
  next();
}
