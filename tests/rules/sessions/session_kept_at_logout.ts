export function logout(req: Request, res: Response): void {
  // ruleid: session-kept-at-logout
  req.session.userId = undefined;
  res.sendStatus(204);
}
export function safe(req: Request, res: Response): void {
  // ok: session-kept-at-logout
  req.session.destroy(() => res.sendStatus(204));
}
