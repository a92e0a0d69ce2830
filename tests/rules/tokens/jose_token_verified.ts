import { jwtVerify } from 'jose';

// ruleid: jose-token-verified
export const read = (token: string) => jwtVerify(token, keys, { algorithms: ['ES256'], issuer });
// ok: jose-token-verified
export const header = (token: string) => decodeProtectedHeader(token);
