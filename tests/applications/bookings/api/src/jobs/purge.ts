import { inTransaction, pool } from '../db/pool.js';
import { logger } from '../logger.js';
import { anonymise } from '../members/repository.js';
import { expireHeld } from '../bookings/repository.js';

const MINUTE_MS = 60 * 1000;
const HOLD_MS = 20 * MINUTE_MS;
const INACTIVE_MONTHS = 24;
const BATCH = 200;

/** Lets go of rooms that were held and never paid. */
export async function releaseUnpaid(now: Date): Promise<void> {
  const count = await expireHeld(new Date(now.getTime() - HOLD_MS));
  if (count > 0) {
    logger.info({ count }, 'unpaid bookings released');
  }
}

/** Takes the personal data out of accounts that nobody has used for two years. */
export async function forgetInactive(): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM members
      WHERE deleted_at IS NULL AND role = 'member'
        AND last_seen_at < now() - make_interval(months => $1)
      ORDER BY last_seen_at LIMIT $2`,
    [INACTIVE_MONTHS, BATCH],
  );
  for (const { id } of rows) {
    await inTransaction((client) => anonymise(id, client));
  }
  logger.info({ count: rows.length, event: 'members_forgotten' }, 'inactive members forgotten');
  return rows.length;
}

/** Bookings are kept for as long as the tax law wants invoices to be explained. */
export async function deleteOldBookings(): Promise<number> {
  const result = await pool.query(
    `DELETE FROM bookings
      WHERE upper(during) < now() - interval '10 years'
        AND NOT EXISTS (SELECT 1 FROM invoices i WHERE i.booking_id = bookings.id)`,
  );
  return result.rowCount ?? 0;
}
