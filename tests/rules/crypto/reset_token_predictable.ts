export function issue(user: User): string {
  // ruleid: reset-token-predictable
  const resetToken = Buffer.from(user.email).toString('base64');
  return resetToken;
}
export function safe(): string {
  // ok: reset-token-predictable
  const resetToken = randomUUID();
  return resetToken;
}
