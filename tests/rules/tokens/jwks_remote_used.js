const jwksRsa = require('jwks-rsa');

// ruleid: jwks-remote-used
const client = jwksRsa({ jwksUri: 'https://id.example/jwks', cache: true, rateLimit: true });
// ruleid: jwks-remote-used
const secret = jwksRsa.expressJwtSecret({ jwksUri: process.env.JWKS_URL });

// ok: jwks-remote-used
const key = await client.getSigningKey(kid);
// ok: jwks-remote-used (near miss: keys that lie here)
const local = createLocalJWKSet({ keys });
