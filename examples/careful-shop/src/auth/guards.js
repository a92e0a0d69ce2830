import { verifyToken } from './token.js';

export function requireSession(req, res, next) {
  if (!req.session.user) {
    res.status(401).json({ error: 'log in first' });
    return;
  }
  next();
}

export function requireToken(req, res, next) {
  const [scheme, token] = (req.get('authorization') ?? '').split(' ');
  if (scheme !== 'Bearer' || !token) {
    res.status(401).json({ error: 'a bearer token is needed' });
    return;
  }
  try {
    const claims = verifyToken(token);
    req.user = { id: claims.sub, role: claims.role };
  } catch (error) {
    req.log.warn({ reason: error.name }, 'token refused');
    res.status(401).json({ error: 'the token is not valid' });
    return;
  }
  next();
}
