export function handler(error: Error, req: Request, res: Response, next: NextFunction): void {
  // ruleid: error-detail-sent
  res.status(500).json({ message: 'failed', stack: error.stack });
  // ruleid: error-detail-sent
  res.json({ error });
  if (process.env.NODE_ENV !== 'production') {
    // ok: error-detail-sent
    res.json({ stack: error.stack });
  }
  // ok: error-detail-sent (near miss: for the log)
  logger.error({ stack: error.stack });
}
