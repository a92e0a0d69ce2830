import type { Identity } from '../auth/tokens.js';
import { inTransaction } from '../db/pool.js';
import { ConflictError, InvalidInputError, isOverlap, NotFoundError } from '../errors.js';
import { logger } from '../logger.js';
import { bookingsMade } from '../metrics.js';
import { requestPayment } from '../payments/client.js';
import { announce } from '../realtime/hub.js';
import * as rooms from '../rooms/repository.js';
import { priceOf } from './pricing.js';
import * as bookings from './repository.js';
import type { MoveBookingType, NewBookingType } from './schemas.js';

const MAX_HOURS = 12;
const MAX_DAYS_AHEAD = 365;
const DAY_MS = 24 * 60 * 60 * 1000;

const STAFF = new Set(['warden', 'admin']);

function checkTimes(room: rooms.Room, start: Date, end: Date): void {
  const problems: string[] = [];
  const now = Date.now();
  if (start.getTime() < now || start.getTime() > now + MAX_DAYS_AHEAD * DAY_MS) {
    problems.push('body.start');
  }
  if (end.getTime() - start.getTime() > MAX_HOURS * 60 * 60 * 1000) {
    problems.push('body.end');
  }
  const [open, close] = [room.openFrom, room.openUntil];
  const time = (moment: Date): string => moment.toISOString().slice(11, 16);
  if (time(start) < open || time(end) > close) {
    problems.push('body.start', 'body.end');
  }
  if (problems.length > 0) {
    throw new InvalidInputError([...new Set(problems)]);
  }
}

export async function book(
  identity: Identity,
  input: NewBookingType,
): Promise<{ booking: bookings.Booking; paymentUrl: string }> {
  const room = await rooms.find(input.roomId);
  if (room === undefined) {
    throw new NotFoundError('this room');
  }
  if (input.guests > room.seats) {
    throw new InvalidInputError(['body.guests']);
  }
  checkTimes(room, input.start, input.end);
  const priceCents = priceOf(room, input.start, input.end);
  try {
    const id = await inTransaction((client) =>
      bookings.insert({ ...input, memberId: identity.memberId, priceCents }, client),
    );
    const payment = await requestPayment({ reference: id, amountCents: priceCents });
    const booking = await own(identity, id);
    announce({ type: 'booked', roomId: room.id, start: input.start, end: input.end });
    bookingsMade.inc({ room_kind: room.kind });
    return { booking, paymentUrl: payment.url };
  } catch (error) {
    if (isOverlap(error)) {
      throw new ConflictError('somebody was faster');
    }
    throw error;
  }
}

/** A booking as its owner or the staff may see it. */
export async function own(identity: Identity, id: string): Promise<bookings.Booking> {
  const found = STAFF.has(identity.role)
    ? await bookings.findAny(id)
    : await bookings.findOwn(identity.memberId, id);
  if (found === undefined) {
    throw new NotFoundError('this booking');
  }
  return found;
}

export async function move(
  identity: Identity,
  id: string,
  times: MoveBookingType,
): Promise<bookings.Booking> {
  const booking = await own(identity, id);
  const room = await rooms.find(booking.roomId);
  if (room === undefined || booking.state !== 'held') {
    throw new ConflictError('this booking can no longer be moved');
  }
  checkTimes(room, times.start, times.end);
  try {
    await bookings.move(id, times.start, times.end, priceOf(room, times.start, times.end));
  } catch (error) {
    if (isOverlap(error)) {
      throw new ConflictError('this time is taken');
    }
    throw error;
  }
  return own(identity, id);
}

export async function cancel(identity: Identity, id: string, reason: string): Promise<void> {
  const booking = await own(identity, id);
  if (!(await bookings.setState(booking.id, ['held', 'confirmed'], 'cancelled'))) {
    throw new ConflictError('this booking is over');
  }
  announce({ type: 'released', roomId: booking.roomId, start: booking.start, end: booking.end });
  logger.info(
    { event: 'booking_cancelled', bookingId: id, by: identity.memberId, hasReason: reason !== '' },
    'booking cancelled',
  );
}

/** Called for a payment that the provider has confirmed. */
export async function confirm(id: string): Promise<void> {
  const isConfirmed = await bookings.setState(id, ['held'], 'confirmed');
  logger.info({ event: 'booking_confirmed', bookingId: id, isConfirmed }, 'payment received');
}
