import type { Room } from '../rooms/repository.js';

const HOUR_MS = 60 * 60 * 1000;
const EVENING_FROM_HOUR = 18;
const EVENING_SURCHARGE = 1.25;
const MEMBER_DISCOUNT = 0.8;

export interface PriceOptions {
  isMember: boolean;
  evening: boolean;
}

const isEvening = (start: Date): boolean => start.getUTCHours() >= EVENING_FROM_HOUR;

/** The price in cents, rounded to full ten cents as on our price list. */
export function priceOf(
  room: Pick<Room, 'pricePerHourCents'>,
  start: Date,
  end: Date,
  options: Partial<PriceOptions> = {},
): number {
  const { isMember, evening } = { isMember: true, evening: isEvening(start), ...options };
  const hours = Math.max(1, Math.ceil((end.getTime() - start.getTime()) / HOUR_MS));
  const factor = (evening ? EVENING_SURCHARGE : 1) * (isMember ? MEMBER_DISCOUNT : 1);
  return Math.round((hours * room.pricePerHourCents * factor) / 10) * 10;
}

export const formatPrice = (cents: number, locale = 'en-DK'): string =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'DKK' }).format(cents / 100);
