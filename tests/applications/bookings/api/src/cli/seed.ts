#!/usr/bin/env node
import { randomBytes } from 'node:crypto';

import { hashPassword } from '../auth/passwords.js';
import { config } from '../config.js';
import { closeDatabase } from '../db/pool.js';
import { isDuplicate } from '../errors.js';
import * as members from '../members/repository.js';
import * as rooms from '../rooms/repository.js';
import type { RoomInputType } from '../rooms/schemas.js';

if (config.environment === 'production') {
  throw new Error('seeds are for development');
}

const ROOMS: readonly RoomInputType[] = [
  {
    name: 'Great Hall',
    kind: 'hall',
    seats: 180,
    pricePerHourCents: 45_000,
    equipment: ['stage', 'projector'],
    openFrom: '08:00',
    openUntil: '23:00',
  },
  {
    name: 'Loft Studio',
    kind: 'studio',
    seats: 24,
    pricePerHourCents: 16_000,
    equipment: ['piano'],
    openFrom: '09:00',
    openUntil: '21:00',
  },
  {
    name: 'Quay Kitchen',
    kind: 'kitchen',
    seats: 12,
    pricePerHourCents: 22_000,
    equipment: ['oven', 'whiteboard'],
    openFrom: '10:00',
    openUntil: '20:00',
  },
];

async function addMember(email: string, name: string, role: members.Member['role']) {
  const password = randomBytes(12).toString('base64url');
  try {
    await members.add({ email, name, role, passwordHash: await hashPassword(password) });
    process.stdout.write(`${role}: ${email}\n  first password: ${password}\n`);
  } catch (error) {
    if (!isDuplicate(error)) {
      throw error;
    }
  }
}

for (const room of ROOMS) {
  await rooms.add(room);
}
await addMember('admin@harbour-hall.example', 'Ada Admin', 'admin');
await addMember('warden@harbour-hall.example', 'Wim Warden', 'warden');
await closeDatabase();
