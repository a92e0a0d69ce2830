export const trace = (req: Request): void => {
  // ruleid: request-content-logged
  logger.debug('incoming', req.cookies);
  // ruleid: request-content-logged
  logger.debug(`incoming ${JSON.stringify(req.body)}`);
  // ok: request-content-logged
  logger.debug('incoming', req.method);
  // ok: request-content-logged (near miss: counted, not quoted)
  logger.debug({ keys: Object.keys(req.body).length }, 'incoming');
};
