import tokens, { verify } from 'jsonwebtoken';
import { expressjwt } from 'express-jwt';

export class Issuer {
  issue(user) {
    // ruleid: jwt-secret-literal
    return tokens.sign({ sub: user.id }, `swordfish`, { expiresIn: '15m' });
  }
}
// ruleid: jwt-secret-literal
export const read = (token) => verify(token, 'swordfish');
// ruleid: jwt-secret-literal
export const guard = expressjwt({ secret: 'swordfish', algorithms: ['HS256'] });
// ok: jwt-secret-literal
export const safe = expressjwt({ secret: process.env.JWT_KEY, algorithms: ['HS256'] });
// ok: jwt-secret-literal
export const fresh = (user) => tokens.sign({ sub: user.id }, process.env.JWT_KEY);
