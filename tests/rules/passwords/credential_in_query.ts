export function change({ query }: Request, res: Response): void {
  // ruleid: credential-in-query
  const currentPassword = query.current as string;
  // ok: credential-in-query
  const term = query.q as string;
}
