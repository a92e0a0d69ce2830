// ruleid: secret-fallback-literal
export const jwtKey: string = process.env.JWT_KEY ?? 'dev';
// ruleid: secret-fallback-literal
const { DB_PASSWORD = 'dev', DB_HOST = 'localhost' } = process.env;
// ok: secret-fallback-literal
export const host: string = process.env.DB_HOST ?? 'localhost';
// ok: secret-fallback-literal
export const strict: string = process.env.JWT_KEY!;
