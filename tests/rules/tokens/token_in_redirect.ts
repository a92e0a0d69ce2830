export function done(res: Response, jwt: string): void {
  // ruleid: token-in-redirect
  res.redirect(`${origin}/login?jwt=${jwt}`);
  // ok: token-in-redirect
  res.redirect(`${origin}/login?code=${code}`);
}
