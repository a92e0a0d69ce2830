import { Router } from 'express';
import { z } from 'zod';

import { requireSession } from '../auth/guards.js';
import { verifyPassword } from '../auth/passwords.js';
import { issueToken } from '../auth/token.js';
import { csrfProtection, generateToken } from '../csrf.js';
import { findUserByEmail } from '../db.js';
import { loginLimiter } from '../limits.js';
import { SESSION_COOKIE } from '../session.js';
import { validate } from '../validate.js';

const Credentials = z.strictObject({
  email: z.email().max(254),
  password: z.string().min(12).max(128),
});
const Nothing = z.strictObject({});

const regenerate = (req) =>
  new Promise((resolve, reject) => {
    req.session.regenerate((error) => (error ? reject(error) : resolve()));
  });

export function loginRoutes() {
  const router = Router();

  router.get('/csrf-token', (req, res) => {
    res.set('cache-control', 'no-store').json({ token: generateToken(req) });
  });

  router.post('/login', loginLimiter(), csrfProtection, validate(Credentials), async (req, res) => {
    const { email, password } = req.body;
    const user = await findUserByEmail(email);
    if (!(await verifyPassword(password, user?.password_hash))) {
      req.log.warn('login refused');
      res.status(401).json({ error: 'unknown address or wrong password' });
      return;
    }
    // A new id at login: one planted before it is worth nothing.
    await regenerate(req);
    req.session.user = { id: user.id, role: user.role };
    req.log.info({ userId: user.id }, 'login');
    res.json({ token: generateToken(req, true) });
  });

  router.post('/logout', csrfProtection, validate(Nothing), (req, res, next) => {
    req.session.destroy((error) => {
      if (error) {
        next(error);
        return;
      }
      res.clearCookie(SESSION_COOKIE, { path: '/', secure: true, httpOnly: true, sameSite: 'lax' });
      res.status(204).end();
    });
  });

  // A short-lived token for the API, for somebody who is logged in.
  router.post('/token', requireSession, csrfProtection, validate(Nothing), (req, res) => {
    res.set('cache-control', 'no-store').json({ token: issueToken(req.session.user) });
  });

  return router;
}
