import { createRemoteJWKSet } from 'jose';

// ruleid: jwks-remote-used
export const keys = createRemoteJWKSet(new URL('https://id.example/jwks'), { cooldownDuration: 30000 });
// ok: jwks-remote-used
export const fixed = importSPKI(pem, 'RS256');
