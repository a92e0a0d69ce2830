import * as bookings from '../bookings/repository.js';
import { redis } from '../db/redis.js';
import { logger } from '../logger.js';
import { sendReminder } from '../members/notifications.js';
import * as members from '../members/repository.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const SENT_TTL_S = 3 * 24 * 60 * 60;

const claim = async (bookingId: string): Promise<boolean> =>
  (await redis.set(`bookings:reminded:${bookingId}`, '1', 'EX', SENT_TTL_S, 'NX')) === 'OK';

export async function remindOfTomorrow(now: Date): Promise<void> {
  const from = new Date(now.getTime() + DAY_MS);
  const until = new Date(from.getTime() + DAY_MS);
  for (const booking of await bookings.startingBetween(from, until)) {
    const member = await members.find(booking.memberId);
    if (member === undefined || !(await claim(booking.id))) {
      continue;
    }
    try {
      await sendReminder(member, booking.roomName, booking.start);
    } catch (error) {
      logger.error({ err: error, bookingId: booking.id }, 'reminder not sent');
    }
  }
}
