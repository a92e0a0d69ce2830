import { Router, type Request, type Response } from 'express';

import { loginLimiter, resetLimiter } from '../http/rateLimits.js';
import { noStore } from '../http/security.js';
import { validate } from '../http/validate.js';
import { ForgotPassword, Refresh, ResetPassword, SignIn, SignUp } from './schemas.js';
import * as service from './service.js';

export const authRouter = Router();

authRouter.use(noStore);

authRouter.post(
  '/sign-up',
  resetLimiter,
  validate({ body: SignUp }),
  async (req: Request, res: Response) => {
    res.status(201).json(await service.signUp(req.body));
  },
);

authRouter.post(
  '/login',
  loginLimiter,
  validate({ body: SignIn }),
  async (req: Request, res: Response) => {
    res.json(await service.signIn(req.body));
  },
);

authRouter.post('/refresh', loginLimiter, validate({ body: Refresh }), async (req, res) => {
  res.json(await service.refresh(req.body.refreshToken));
});

authRouter.post('/logout', validate({ body: Refresh }), async (req, res) => {
  await service.signOut(req.body.refreshToken);
  res.status(204).end();
});

authRouter
  .route('/password-reset')
  .all(resetLimiter)
  .post(validate({ body: ForgotPassword }), async (req, res) => {
    await service.forgotPassword(req.body.email);
    res.status(202).json({ message: 'if the address is known, a message is on its way' });
  })
  .put(validate({ body: ResetPassword }), async (req, res) => {
    await service.resetPassword(req.body.token, req.body.password);
    res.status(204).end();
  });
