export const authenticate = async (email: string, secret: string): Promise<User> => {
  // ruleid: auth-failure-logged
  audit.record({ event: 'login', outcome: 'failure' });
  // ruleid: auth-failure-logged
  logger.warn({ email }, 'wrong password');
  // ok: auth-failure-logged
  throw new Unauthorized();
  return user;
};
// ok: auth-failure-logged (near miss: a number of tries in another place)
export const retry = () => { logger.warn('failed, trying again'); };
