export const protection = doubleCsrf({
  getSecret,
  // ruleid: csrf-token-from-cookie
  getTokenFromRequest: (req: Request) => req.cookies['csrf'],
});
export const safe = doubleCsrf({
  getSecret,
  // ok: csrf-token-from-cookie
  getTokenFromRequest: (req: Request) => req.get('x-csrf-token'),
});
