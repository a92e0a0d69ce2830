import { createHash } from 'node:crypto';

import { config } from './config.js';

export type Flag = 'waiting-list' | 'photo-upload' | 'invoice-email' | 'calendar-import';

interface Rollout {
  percent: number;
  description: string;
}

const ROLLOUTS: Readonly<Record<Flag, Rollout>> = {
  'waiting-list': { percent: 50, description: 'offer a place on the waiting list' },
  'photo-upload': { percent: 100, description: 'photos of rooms' },
  'invoice-email': { percent: 10, description: 'send invoices by e-mail' },
  'calendar-import': { percent: 0, description: 'read calendars of other houses' },
};

/** A number from 0 to 99 that stays the same for a member and a flag. */
function bucket(flag: Flag, memberId: string): number {
  const digest = createHash('sha256').update(`${flag}:${memberId}`).digest();
  return digest.readUInt32BE(0) % 100;
}

export function isEnabled(flag: Flag, memberId?: string): boolean {
  if (config.flags.has(flag)) {
    return true;
  }
  const { percent } = ROLLOUTS[flag];
  return memberId !== undefined && bucket(flag, memberId) < percent;
}

export const evaluateFlags = (memberId?: string): Record<Flag, boolean> => {
  const names = Object.keys(ROLLOUTS) as Flag[];
  return Object.fromEntries(names.map((name) => [name, isEnabled(name, memberId)])) as Record<
    Flag,
    boolean
  >;
};
