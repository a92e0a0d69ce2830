import tokens from 'jsonwebtoken';
import jws from 'jws';
import guard from 'express-jwt';

// ruleid: token-algorithms-unlisted
export const read = (token: string) => tokens.verify(token, publicKey);
// ruleid: token-algorithms-unlisted
export const open = () => guard(({ secret: publicKey }) as any);
// ruleid: token-algorithms-unlisted
export const valid = (token: string) => (jws.verify as (token: string, key: string) => boolean)(token, publicKey);
// ok: token-algorithms-unlisted
export const safe = (token: string) => tokens.verify(token, publicKey, { algorithms: ['RS256'] });
