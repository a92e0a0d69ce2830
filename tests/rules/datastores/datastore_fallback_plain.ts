// ruleid: datastore-fallback-plain
export const url: string = process.env.DATABASE_URL ?? 'postgres://localhost/shop';
// ok: datastore-fallback-plain
export const safe: string = required('DATABASE_URL');
