export function remember(res: Response, user: User): void {
  // ruleid: cookie-value-sensitive
  res.cookie('ssn', user.number, { secure: true });
  // ok: cookie-value-sensitive
  res.cookie('remember', user.rememberId, { secure: true });
}
