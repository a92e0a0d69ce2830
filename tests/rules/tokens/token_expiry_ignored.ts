import jwt, { type VerifyOptions } from 'jsonwebtoken';

const options: VerifyOptions = {
  // ruleid: token-expiry-ignored
  ignoreExpiration: true,
};
// ruleid: token-expiry-ignored
export const claims = jwt.verify(token, key, { ignoreExpiration: true } as VerifyOptions);
// ok: token-expiry-ignored
export const strict = jwt.verify(token, key, { maxAge: '1h' });
// ok: token-expiry-ignored (near miss: decided by the caller)
export const open = jwt.verify(token, key, { ignoreExpiration: lenient });
