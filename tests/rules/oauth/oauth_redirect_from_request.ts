export function start(req: Request): string {
  // ruleid: oauth-redirect-from-request
  return client.authorizationUrl({ redirect_uri: req.query.to as string, state });
}
export function safe(req: Request): string {
  // ok: oauth-redirect-from-request
  return client.authorizationUrl({ redirect_uri: callbacks[req.query.to as string], state });
}
