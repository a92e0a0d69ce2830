import { z } from 'zod';

import { pageQuery } from '../http/pagination.js';

export const ROOM_KINDS = ['hall', 'studio', 'kitchen', 'workshop'] as const;
export const EQUIPMENT = ['projector', 'piano', 'oven', 'stage', 'whiteboard'] as const;

export const RoomParams = z.strictObject({ roomId: z.uuid() });

export const PhotoParams = z.strictObject({
  roomId: z.uuid(),
  photo: z.string().regex(/^[0-9a-f]{32}\.webp$/),
});

export const RoomInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  kind: z.enum(ROOM_KINDS),
  seats: z.number().int().min(1).max(500),
  pricePerHourCents: z.number().int().min(0).max(100_000),
  equipment: z.array(z.enum(EQUIPMENT)).max(EQUIPMENT.length).default([]),
  openFrom: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
  openUntil: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/),
});

export const RoomChange = RoomInput.partial();

export const RoomQuery = pageQuery(['name', 'seats', 'price']).extend({
  kind: z.enum(ROOM_KINDS).optional(),
  seats: z.coerce.number().int().min(1).max(500).optional(),
});

export type RoomInputType = z.infer<typeof RoomInput>;
export type RoomChangeType = z.infer<typeof RoomChange>;
export type RoomQueryType = z.infer<typeof RoomQuery>;
