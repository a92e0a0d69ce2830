import { createHash, randomBytes } from 'node:crypto';

import jwt from 'jsonwebtoken';
import { z } from 'zod';

import { redis } from '../db/redis.js';
import { UnauthorizedError } from '../errors.js';

const ISSUER = 'https://api.harbour-hall.example';
const AUDIENCE = 'harbour-hall-web';
const REFRESH_TTL_S = 7 * 24 * 60 * 60;
const RESET_TTL_S = 30 * 60;

export const ROLES = ['member', 'warden', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Identity {
  memberId: string;
  role: Role;
}

const Claims = z.object({ sub: z.uuid(), role: z.enum(ROLES) });

export function issueAccessToken(identity: Identity): string {
  return jwt.sign({ role: identity.role }, process.env.JWT_SIGNING_KEY as string, {
    algorithm: 'HS256',
    subject: identity.memberId,
    issuer: ISSUER,
    audience: AUDIENCE,
    expiresIn: '15m',
  });
}

export function readAccessToken(token: string): Identity {
  try {
    const payload = jwt.verify(token, process.env.JWT_SIGNING_KEY as string, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTolerance: 5,
    });
    const claims = Claims.parse(payload);
    return { memberId: claims.sub, role: claims.role };
  } catch (cause) {
    throw Object.assign(new UnauthorizedError('the token is not valid'), { cause });
  }
}

// Only a digest is kept, so that a copy of the store opens no account.
const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex');

const refreshKey = (token: string): string => `bookings:refresh:${digestOf(token)}`;
const resetKey = (token: string): string => `bookings:reset:${digestOf(token)}`;

export async function issueRefreshToken(memberId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await redis.set(refreshKey(token), memberId, 'EX', REFRESH_TTL_S);
  return token;
}

/** A refresh token is good for one use. */
export async function spendRefreshToken(token: string): Promise<string> {
  const memberId = await redis.getdel(refreshKey(token));
  if (memberId === null) {
    throw new UnauthorizedError('sign in again');
  }
  return memberId;
}

export async function issueResetToken(memberId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await redis.set(resetKey(token), memberId, 'EX', RESET_TTL_S);
  return token;
}

export async function spendResetToken(token: string): Promise<string> {
  const memberId = await redis.getdel(resetKey(token));
  if (memberId === null) {
    throw new UnauthorizedError('this link is no longer good');
  }
  return memberId;
}
