export async function login(username: string, password: string): Promise<Tokens> {
  // ruleid: oauth-flow-obsolete
  return grant({ grant_type: 'password', username, password });
}
export async function refresh(refreshToken: string): Promise<Tokens> {
  // ok: oauth-flow-obsolete
  return grant({ grant_type: 'refresh_token', refresh_token: refreshToken });
}
