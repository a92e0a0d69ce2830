export async function login(req: Request, res: Response): Promise<void> {
  // ruleid: session-identity-without-regenerate
  req.session.userId = account.id;
}
export async function safe(req: Request, res: Response): Promise<void> {
  await regenerate(req);
  // ok: session-identity-without-regenerate
  req.session.userId = account.id;
}
