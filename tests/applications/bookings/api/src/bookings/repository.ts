import { pool, type Queryable } from '../db/pool.js';
import { offsetOf, orderBy } from '../http/pagination.js';
import type { BookingQueryType, BookingState } from './schemas.js';

export interface Booking {
  id: string;
  roomId: string;
  roomName: string;
  memberId: string;
  start: Date;
  end: Date;
  purpose: string;
  guests: number;
  state: BookingState;
  priceCents: number;
  createdAt: Date;
}

export interface BookingRow {
  roomId: string;
  memberId: string;
  start: Date;
  end: Date;
  purpose: string;
  guests: number;
  priceCents: number;
}

const COLUMNS = `b.id, b.room_id AS "roomId", r.name AS "roomName", b.member_id AS "memberId",
  lower(b.during) AS start, upper(b.during) AS "end", b.purpose, b.guests, b.state,
  b.price_cents AS "priceCents", b.created_at AS "createdAt"`;

const FROM = 'FROM bookings b JOIN rooms r ON r.id = b.room_id';

const SORT = { start: 'lower(b.during)', created: 'b.created_at', room: 'r.name' } as const;

export async function insert(row: BookingRow, database: Queryable): Promise<string> {
  const { rows } = await database.query<{ id: string }>(
    `INSERT INTO bookings (room_id, member_id, during, purpose, guests, price_cents, state)
     VALUES ($1, $2, tstzrange($3, $4), $5, $6, $7, 'held') RETURNING id`,
    [row.roomId, row.memberId, row.start, row.end, row.purpose, row.guests, row.priceCents],
  );
  return (rows[0] as { id: string }).id;
}

/** A booking of one member: that of somebody else is simply not found. */
export async function findOwn(memberId: string, id: string): Promise<Booking | undefined> {
  const { rows } = await pool.query<Booking>(
    `SELECT ${COLUMNS} ${FROM} WHERE b.id = $1 AND b.member_id = $2`,
    [id, memberId],
  );
  return rows[0];
}

export async function findAny(id: string): Promise<Booking | undefined> {
  const { rows } = await pool.query<Booking>(`SELECT ${COLUMNS} ${FROM} WHERE b.id = $1`, [id]);
  return rows[0];
}

interface Listing {
  items: Booking[];
  total: number;
}

export async function list(query: BookingQueryType, memberId?: string): Promise<Listing> {
  const conditions = ['true'];
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  if (memberId !== undefined) {
    conditions.push(`b.member_id = ${bind(memberId)}`);
  }
  if (query.state !== undefined) {
    conditions.push(`b.state = ${bind(query.state)}`);
  }
  if (query.from !== undefined) {
    conditions.push(`upper(b.during) > ${bind(query.from)}`);
  }
  const order = orderBy(SORT, query.sort, query.order).replace(', id ASC', ', b.id ASC');
  const { rows } = await pool.query<Booking & { total: string }>(
    `SELECT ${COLUMNS}, count(*) OVER () AS total ${FROM}
      WHERE ${conditions.join(' AND ')}
      ORDER BY ${order}
      LIMIT ${bind(query.pageSize)} OFFSET ${bind(offsetOf(query.page, query.pageSize))}`,
    values,
  );
  return {
    items: rows.map(({ total: _total, ...booking }) => booking),
    total: Number(rows[0]?.total ?? 0),
  };
}

export async function setState(
  id: string,
  from: readonly BookingState[],
  to: BookingState,
  database: Queryable = pool,
): Promise<boolean> {
  const result = await database.query(
    'UPDATE bookings SET state = $3, updated_at = now() WHERE id = $1 AND state = ANY($2)',
    [id, from, to],
  );
  return result.rowCount === 1;
}

export async function move(id: string, start: Date, end: Date, priceCents: number): Promise<void> {
  await pool.query(
    `UPDATE bookings SET during = tstzrange($2, $3), price_cents = $4, updated_at = now()
      WHERE id = $1`,
    [id, start, end, priceCents],
  );
}

export interface Slot {
  start: Date;
  end: Date;
}

export async function takenSlots(roomId: string, day: Date): Promise<Slot[]> {
  const { rows } = await pool.query<Slot>(
    `SELECT lower(during) AS start, upper(during) AS "end" FROM bookings
      WHERE room_id = $1 AND state IN ('held', 'confirmed')
        AND during && tstzrange($2, $2::timestamptz + interval '1 day')
      ORDER BY lower(during)`,
    [roomId, day],
  );
  return rows;
}

export async function expireHeld(olderThan: Date): Promise<number> {
  const result = await pool.query(
    "UPDATE bookings SET state = 'expired' WHERE state = 'held' AND created_at < $1",
    [olderThan],
  );
  return result.rowCount ?? 0;
}

export async function startingBetween(from: Date, until: Date): Promise<Booking[]> {
  const { rows } = await pool.query<Booking>(
    `SELECT ${COLUMNS} ${FROM}
      WHERE b.state = 'confirmed' AND lower(b.during) >= $1 AND lower(b.during) < $2
      ORDER BY lower(b.during)`,
    [from, until],
  );
  return rows;
}
