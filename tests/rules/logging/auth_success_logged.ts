export class AuthService {
  async login(email: string): Promise<void> {
    // ruleid: auth-success-logged
    this.logger.info({ email }, 'authenticated');
    // ruleid: auth-success-logged
    audit.record({ event: 'login', outcome: 'success' });
    // ok: auth-success-logged
    this.logger.info({ email }, 'looking up');
  }
  async logout(): Promise<void> {
    // ok: auth-success-logged (near miss: the end of a session)
    this.logger.info('ended');
  }
}
