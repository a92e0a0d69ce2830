import { ConflictError, isDuplicate, UnauthorizedError } from '../errors.js';
import { logger } from '../logger.js';
import * as members from '../members/repository.js';
import { sendPasswordReset } from '../members/notifications.js';
import { checkPassword, hashPassword } from './passwords.js';
import type { SignInInput, SignUpInput } from './schemas.js';
import {
  issueAccessToken,
  issueRefreshToken,
  issueResetToken,
  spendRefreshToken,
  spendResetToken,
} from './tokens.js';

export interface TokenPair {
  accessToken: string;
  refreshToken: string;
}

async function tokensFor(member: members.Member): Promise<TokenPair> {
  return {
    accessToken: issueAccessToken({ memberId: member.id, role: member.role }),
    refreshToken: await issueRefreshToken(member.id),
  };
}

export async function signUp(input: SignUpInput): Promise<TokenPair> {
  const { password, ...profile } = input;
  try {
    const member = await members.add({
      ...profile,
      role: 'member',
      passwordHash: await hashPassword(password),
    });
    logger.info({ memberId: member.id, event: 'sign_up' }, 'member signed up');
    return await tokensFor(member);
  } catch (error) {
    if (isDuplicate(error)) {
      throw new ConflictError('this address has an account already');
    }
    throw error;
  }
}

export async function signIn(input: SignInInput): Promise<TokenPair> {
  const found = await members.findCredentials(input.email);
  const isRight = await checkPassword(found?.passwordHash, input.password);
  if (!isRight || found === undefined) {
    logger.warn({ memberId: found?.member.id, event: 'sign_in_failed' }, 'sign-in failed');
    throw new UnauthorizedError('address or password is wrong');
  }
  logger.info({ memberId: found.member.id, event: 'sign_in' }, 'member signed in');
  return tokensFor(found.member);
}

export async function refresh(refreshToken: string): Promise<TokenPair> {
  const memberId = await spendRefreshToken(refreshToken);
  const member = await members.find(memberId);
  if (member === undefined) {
    throw new UnauthorizedError('sign in again');
  }
  return tokensFor(member);
}

export async function signOut(refreshToken: string): Promise<void> {
  const memberId = await spendRefreshToken(refreshToken);
  logger.info({ memberId, event: 'sign_out' }, 'member signed out');
}

/** Says the same whether the address is known or not. */
export async function forgotPassword(email: string): Promise<void> {
  const found = await members.findCredentials(email);
  if (found === undefined) {
    return;
  }
  const token = await issueResetToken(found.member.id);
  await sendPasswordReset(found.member, token);
  logger.info({ memberId: found.member.id, event: 'reset_requested' }, 'reset link sent');
}

export async function resetPassword(token: string, password: string): Promise<void> {
  const memberId = await spendResetToken(token);
  await members.setPasswordHash(memberId, await hashPassword(password));
  logger.info({ memberId, event: 'password_changed' }, 'password changed');
}
