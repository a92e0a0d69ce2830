const jose = require('jose');

// ruleid: jose-token-verified
const claims = jose.jwtVerify(token, keys, { audience: 'shop' });
// ruleid: jose-token-verified
const other = jose.jwtVerify(token, keys);

// ok: jose-token-verified
const signed = new jose.SignJWT({ id });
// ok: jose-token-verified (near miss: reads without a check)
const read = jose.decodeJwt(token);
