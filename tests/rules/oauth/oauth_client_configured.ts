import * as client from 'openid-client';

// ruleid: oauth-client-configured
export const to = client.buildAuthorizationUrl(config, { redirect_uri, code_challenge, state });
// ok: oauth-client-configured
export const from = client.authorizationCodeGrant(config, url);
