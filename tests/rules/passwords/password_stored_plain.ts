export async function add(name: string, password: string): Promise<void> {
  // ruleid: password-stored-plain
  await User.create({ name, password });
}
export async function safe(name: string, passwordHash: string): Promise<void> {
  // ok: password-stored-plain
  await User.create({ name, passwordHash });
}
