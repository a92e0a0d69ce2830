export const requireRole = (role: string) => (req: Request, res: Response, next: NextFunction): void => {
  if (req.user.role !== role) {
    // ruleid: access-denial-logged
    logger.warn({ role }, 'access denied');
    res.sendStatus(403);
    return;
  }
  next();
};
export async function ensureOwner(req: Request, res: Response, next: NextFunction): Promise<void> {
  if (!owner) {
    // ruleid: access-denial-logged
    audit.record({ event: 'denied' });
    // ok: access-denial-logged
    res.sendStatus(403);
  }
  // ok: access-denial-logged (near miss: outside of a decision)
  logger.info('checked');
}
