import { pool } from '../db/pool.js';

export interface Invoice {
  id: string;
  number: number;
  bookingId: string;
  memberId: string;
  memberName: string;
  amountCents: number;
  issuedAt: Date;
  paidAt: Date | null;
}

const QUERY = `SELECT i.id, i.number, i.booking_id AS "bookingId", b.member_id AS "memberId",
    m.name AS "memberName", i.amount_cents AS "amountCents", i.issued_at AS "issuedAt",
    i.paid_at AS "paidAt"
  FROM invoices i
  JOIN bookings b ON b.id = i.booking_id
  JOIN members m ON m.id = b.member_id`;

export async function findOwn(memberId: string, id: string): Promise<Invoice | undefined> {
  const { rows } = await pool.query<Invoice>(`${QUERY} WHERE i.id = $1 AND b.member_id = $2`, [
    id,
    memberId,
  ]);
  return rows[0];
}

const BATCH = 500;

/** All invoices of a year, a batch at a time, so that memory does not grow with the house. */
export async function* ofYear(year: number): AsyncGenerator<Invoice> {
  let after = 0;
  for (;;) {
    const { rows } = await pool.query<Invoice>(
      `${QUERY} WHERE extract(year FROM i.issued_at) = $1 AND i.number > $2
        ORDER BY i.number LIMIT ${BATCH}`,
      [year, after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) {
      return;
    }
    after = last.number;
  }
}
