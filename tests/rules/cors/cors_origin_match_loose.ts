export function allowed(req: Request): boolean {
  // ruleid: cors-origin-match-loose
  return req.headers.origin.indexOf('shop.example') !== -1;
}
export function safe(origin: string): boolean {
  // ok: cors-origin-match-loose
  return origins.includes(origin);
}
