import type { Request, RequestHandler } from 'express';

import { ForbiddenError, UnauthorizedError } from '../errors.js';
import { readAccessToken, type Identity, type Role } from './tokens.js';

declare module 'express-serve-static-core' {
  interface Request {
    identity?: Identity;
  }
}

const BEARER = /^Bearer ([\w.-]{20,2000})$/;

export const requireMember: RequestHandler = (req, _res, next) => {
  const match = BEARER.exec(req.get('authorization') ?? '');
  if (match?.[1] === undefined) {
    next(new UnauthorizedError());
    return;
  }
  req.identity = readAccessToken(match[1]);
  next();
};

/** Lets through whoever has one of `roles`. */
export const requireRole =
  (...roles: readonly Role[]): RequestHandler =>
  (req, _res, next) => {
    if (req.identity === undefined) {
      next(new UnauthorizedError());
      return;
    }
    if (!roles.includes(req.identity.role)) {
      req.log.warn({ role: req.identity.role, wanted: roles }, 'role refused');
      next(new ForbiddenError());
      return;
    }
    next();
  };

/** Who asks. Only for handlers behind `requireMember`. */
export function identityOf(req: Request): Identity {
  if (req.identity === undefined) {
    throw new UnauthorizedError();
  }
  return req.identity;
}
