export function login(this: Service, password: string): void {
  // ruleid: secret-logged
  this.logger.info('trying ' + password);
  // ruleid: secret-logged
  logger.warn('wrong', { email, password });
  // ok: secret-logged
  this.logger.info('trying');
  // ok: secret-logged (near miss: shown to the user, not logged)
  res.json({ token: accessToken });
}
