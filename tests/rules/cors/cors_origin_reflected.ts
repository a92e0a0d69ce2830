export function open(req: Request, res: Response, next: NextFunction): void {
  // ruleid: cors-origin-reflected
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin ?? '*');
  next();
}
export function safe(_req: Request, res: Response, next: NextFunction): void {
  // ok: cors-origin-reflected
  res.setHeader('Access-Control-Allow-Origin', 'https://shop.example');
  next();
}
