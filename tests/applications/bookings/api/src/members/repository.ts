import type { Role } from '../auth/tokens.js';
import { pool, type Queryable } from '../db/pool.js';
import { likePattern, offsetOf, orderBy } from '../http/pagination.js';

export interface Member {
  id: string;
  email: string;
  name: string;
  phone: string | null;
  role: Role;
  createdAt: Date;
}

export interface NewMember {
  email: string;
  name: string;
  phone?: string | undefined;
  role: Role;
  passwordHash: string;
}

const COLUMNS = 'id, email, name, phone, role, created_at AS "createdAt"';

export const SORT_COLUMNS = { name: 'lower(name)', email: 'email', created: 'created_at' } as const;
export type SortColumn = keyof typeof SORT_COLUMNS;

export async function find(id: string): Promise<Member | undefined> {
  const { rows } = await pool.query<Member>(`SELECT ${COLUMNS} FROM members WHERE id = $1`, [id]);
  return rows[0];
}

export async function findCredentials(
  email: string,
): Promise<{ member: Member; passwordHash: string } | undefined> {
  const { rows } = await pool.query<Member & { passwordHash: string }>(
    `SELECT ${COLUMNS}, password_hash AS "passwordHash"
       FROM members WHERE email = $1 AND deleted_at IS NULL`,
    [email],
  );
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const { passwordHash, ...member } = row;
  return { member, passwordHash };
}

export async function add(member: NewMember): Promise<Member> {
  const { rows } = await pool.query<Member>(
    `INSERT INTO members (email, name, phone, role, password_hash)
     VALUES ($1, $2, $3, $4, $5) RETURNING ${COLUMNS}`,
    [member.email, member.name, member.phone ?? null, member.role, member.passwordHash],
  );
  return rows[0] as Member;
}

export async function setPasswordHash(id: string, passwordHash: string): Promise<void> {
  await pool.query('UPDATE members SET password_hash = $2, updated_at = now() WHERE id = $1', [
    id,
    passwordHash,
  ]);
}

export async function setRole(id: string, role: Role): Promise<boolean> {
  const result = await pool.query(
    'UPDATE members SET role = $2, updated_at = now() WHERE id = $1 AND deleted_at IS NULL',
    [id, role],
  );
  return result.rowCount === 1;
}

export interface ListOptions {
  page: number;
  pageSize: number;
  sort: SortColumn;
  order: 'asc' | 'desc';
  search?: string | undefined;
}

export async function list(options: ListOptions): Promise<{ items: Member[]; total: number }> {
  const where = options.search === undefined ? 'true' : 'name ILIKE $3';
  const values: unknown[] = [options.pageSize, offsetOf(options.page, options.pageSize)];
  if (options.search !== undefined) {
    values.push(likePattern(options.search));
  }
  const { rows } = await pool.query<Member & { total: string }>(
    `SELECT ${COLUMNS}, count(*) OVER () AS total FROM members
      WHERE deleted_at IS NULL AND ${where}
      ORDER BY ${orderBy(SORT_COLUMNS, options.sort, options.order)}
      LIMIT $1 OFFSET $2`,
    values,
  );
  const total = Number(rows[0]?.total ?? 0);
  return { items: rows.map(({ total: _total, ...member }) => member), total };
}

/** Takes the personal data out and keeps the row, which invoices point at. */
export async function anonymise(id: string, database: Queryable = pool): Promise<void> {
  await database.query(
    `UPDATE members
        SET email = 'removed-' || id || '@invalid', name = 'removed', phone = NULL,
            password_hash = '', deleted_at = now()
      WHERE id = $1`,
    [id],
  );
}
