router.post('/', async (req: Request, res: Response) => {
  // ruleid: console-in-handler
  console.debug('placing');
  // ok: console-in-handler
  logger.debug('placing');
  res.end();
});
export async function list(req: Request, res: Response, next: NextFunction): Promise<void> {
  // ruleid: console-in-handler
  console.warn('slow');
  next();
}
// ok: console-in-handler (near miss: a command)
export function main(): void { console.log('done'); }
