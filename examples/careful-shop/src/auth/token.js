import jwt from 'jsonwebtoken';

const ISSUER = 'careful-shop';
const AUDIENCE = 'careful-shop-api';

export function issueToken(user) {
  return jwt.sign({ role: user.role }, process.env.JWT_SIGNING_KEY, {
    algorithm: 'HS256',
    subject: String(user.id),
    issuer: ISSUER,
    audience: AUDIENCE,
    expiresIn: '10m',
  });
}

export function verifyToken(token) {
  return jwt.verify(token, process.env.JWT_SIGNING_KEY, {
    algorithms: ['HS256'],
    issuer: ISSUER,
    audience: AUDIENCE,
  });
}
