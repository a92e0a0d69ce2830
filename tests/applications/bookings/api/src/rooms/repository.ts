import { pool } from '../db/pool.js';
import { likePattern, offsetOf, orderBy } from '../http/pagination.js';
import type { RoomChangeType, RoomInputType, RoomQueryType } from './schemas.js';

export interface Room extends RoomInputType {
  id: string;
  photos: string[];
}

const COLUMNS = `id, name, kind, seats, price_per_hour_cents AS "pricePerHourCents", equipment,
  open_from AS "openFrom", open_until AS "openUntil", photos`;

const SORT = { name: 'lower(name)', seats: 'seats', price: 'price_per_hour_cents' } as const;

const COLUMN_OF: Readonly<Record<keyof RoomInputType, string>> = {
  name: 'name',
  kind: 'kind',
  seats: 'seats',
  pricePerHourCents: 'price_per_hour_cents',
  equipment: 'equipment',
  openFrom: 'open_from',
  openUntil: 'open_until',
};

export async function list(query: RoomQueryType): Promise<{ items: Room[]; total: number }> {
  const conditions: string[] = ['closed_at IS NULL'];
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  if (query.kind !== undefined) {
    conditions.push(`kind = ${bind(query.kind)}`);
  }
  if (query.seats !== undefined) {
    conditions.push(`seats >= ${bind(query.seats)}`);
  }
  if (query.search !== undefined) {
    conditions.push(`name ILIKE ${bind(likePattern(query.search))}`);
  }
  const text = `SELECT ${COLUMNS}, count(*) OVER () AS total
       FROM rooms
      WHERE ${conditions.join(' AND ')}
      ORDER BY ${orderBy(SORT, query.sort, query.order)}
      LIMIT ${bind(query.pageSize)} OFFSET ${bind(offsetOf(query.page, query.pageSize))}`;
  const { rows } = await pool.query<Room & { total: string }>(text, values);
  return {
    items: rows.map(({ total: _total, ...room }) => room),
    total: Number(rows[0]?.total ?? 0),
  };
}

export async function find(id: string): Promise<Room | undefined> {
  const { rows } = await pool.query<Room>(
    `SELECT ${COLUMNS} FROM rooms WHERE id = $1 AND closed_at IS NULL`,
    [id],
  );
  return rows[0];
}

export async function add(room: RoomInputType): Promise<Room> {
  const { rows } = await pool.query<Room>(
    `INSERT INTO rooms (name, kind, seats, price_per_hour_cents, equipment, open_from, open_until)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING ${COLUMNS}`,
    [
      room.name,
      room.kind,
      room.seats,
      room.pricePerHourCents,
      room.equipment,
      room.openFrom,
      room.openUntil,
    ],
  );
  return rows[0] as Room;
}

/** Changes the columns that are named in `change`, all of which are names of our own. */
export async function change(id: string, change: RoomChangeType): Promise<Room | undefined> {
  const values: unknown[] = [id];
  const assignments: string[] = [];
  for (const [name, column] of Object.entries(COLUMN_OF)) {
    const value = change[name as keyof RoomChangeType];
    if (value !== undefined) {
      assignments.push(`${column} = $${values.push(value)}`);
    }
  }
  if (assignments.length === 0) {
    return find(id);
  }
  const { rows } = await pool.query<Room>(
    `UPDATE rooms SET ${assignments.join(', ')}, updated_at = now()
      WHERE id = $1 AND closed_at IS NULL RETURNING ${COLUMNS}`,
    values,
  );
  return rows[0];
}

export async function close(id: string): Promise<boolean> {
  const result = await pool.query('UPDATE rooms SET closed_at = now() WHERE id = $1', [id]);
  return result.rowCount === 1;
}

export async function addPhoto(id: string, fileName: string): Promise<void> {
  await pool.query('UPDATE rooms SET photos = array_append(photos, $2) WHERE id = $1', [
    id,
    fileName,
  ]);
}
