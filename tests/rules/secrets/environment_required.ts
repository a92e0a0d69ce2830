export function required(name: string): string {
  const value = process.env[name];
  // ruleid: environment-required
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}

const secret = process.env.SESSION_SECRET;
// ruleid: environment-required
if (secret === undefined) {
  process.exit(1);
}
// ok: environment-required
export const port = process.env.PORT ?? '3000';

export function optional(name: string): string | undefined {
  const value = process.env[name];
  // ok: environment-required (near miss: it answers)
  if (!value) {
    return undefined;
  }
  return value;
}
