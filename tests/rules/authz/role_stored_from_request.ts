export async function register(req: Request, res: Response): Promise<void> {
  // ruleid: role-stored-from-request
  await users.insertOne({ email: req.body.email, role: req.body.role ?? 'customer' });
  // ok: role-stored-from-request
  await users.insertOne({ email: req.body.email, role: defaultRole });
}
