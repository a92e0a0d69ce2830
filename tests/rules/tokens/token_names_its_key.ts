export async function verify(token: string): Promise<unknown> {
  const header = decodeProtectedHeader(token);
  // ruleid: token-names-its-key
  const keys = createRemoteJWKSet(new URL(header.jku as string));
  return jwtVerify(token, keys);
}
export async function safe(token: string): Promise<unknown> {
  // ok: token-names-its-key
  const keys = createRemoteJWKSet(new URL(process.env.JWKS_URL as string));
  return jwtVerify(token, keys);
}
