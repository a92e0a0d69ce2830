import { z } from 'zod';

import { pageQuery } from '../http/pagination.js';

export const STATES = ['held', 'confirmed', 'cancelled', 'expired'] as const;

const instant = z.iso.datetime({ offset: true }).transform((value) => new Date(value));

export const BookingParams = z.strictObject({ bookingId: z.uuid() });

export const NewBooking = z
  .strictObject({
    roomId: z.uuid(),
    start: instant,
    end: instant,
    purpose: z.string().trim().min(1).max(200),
    guests: z.number().int().min(1).max(500),
  })
  .refine((booking) => booking.start < booking.end, { path: ['end'] });

export const MoveBooking = z
  .strictObject({ start: instant, end: instant })
  .refine((booking) => booking.start < booking.end, { path: ['end'] });

export const Cancellation = z.strictObject({ reason: z.string().trim().max(200).default('') });

export const BookingQuery = pageQuery(['start', 'created', 'room']).extend({
  state: z.enum(STATES).optional(),
  from: instant.optional(),
});

export type NewBookingType = z.infer<typeof NewBooking>;
export type MoveBookingType = z.infer<typeof MoveBooking>;
export type BookingQueryType = z.infer<typeof BookingQuery>;
export type BookingState = (typeof STATES)[number];
