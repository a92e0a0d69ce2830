import { z } from 'zod';

export const DEFAULT_PAGE_SIZE = 25;
export const MAX_PAGE_SIZE = 100;

export interface Page<T> {
  items: T[];
  page: number;
  pageSize: number;
  total: number;
}

/** The query part that all lists have in common; `columns` are the names a client may sort by. */
export function pageQuery<Name extends string>(columns: readonly [Name, ...Name[]]) {
  return z.object({
    page: z.coerce.number().int().min(1).max(10_000).default(1),
    pageSize: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
    sort: z.enum(columns).default(columns[0]),
    order: z.enum(['asc', 'desc']).default('asc'),
    search: z.string().trim().max(80).optional(),
  });
}

/**
 * Column names cannot be parameters of a statement, so they are looked up in a table that
 * the module writes itself. A name that is not in it is a mistake of ours, not of a client.
 */
export function orderBy<Name extends string>(
  columns: Readonly<Record<Name, string>>,
  sort: Name,
  order: 'asc' | 'desc',
): string {
  const column = columns[sort];
  if (column === undefined) {
    throw new RangeError(`no column to sort by: ${sort}`);
  }
  return `${column} ${order === 'desc' ? 'DESC' : 'ASC'} NULLS LAST, id ASC`;
}

export const offsetOf = (page: number, pageSize: number): number => (page - 1) * pageSize;

const SPECIAL_IN_LIKE = /[\\%_]/g;

/** Makes a search word harmless for LIKE, in which percent sign and underscore are wild cards. */
export const likePattern = (word: string): string =>
  `%${word.replace(SPECIAL_IN_LIKE, (character) => `\\${character}`)}%`;

export function pageLinks(base: URL, page: Page<unknown>): Record<string, string> {
  const last = Math.max(1, Math.ceil(page.total / page.pageSize));
  const link = (number: number): string => {
    const url = new URL(base);
    url.searchParams.set('page', String(number));
    url.searchParams.set('pageSize', String(page.pageSize));
    return `${url.pathname}${url.search}`;
  };
  return {
    first: link(1),
    last: link(last),
    ...(page.page > 1 ? { previous: link(page.page - 1) } : {}),
    ...(page.page < last ? { next: link(page.page + 1) } : {}),
  };
}
