import { readFileSync } from 'node:fs';

export function terms(req: Request, res: Response): void {
  // ruleid: sync-io-in-handler
  const text = readFileSync('terms.html', 'utf8');
  res.send(text);
}
export const hash = async (req: Request, res: Response): Promise<void> => {
  // ruleid: sync-io-in-handler
  const made = bcrypt.hashSync(req.body.text, 12);
  // ok: sync-io-in-handler
  const same = await bcrypt.hash(req.body.text, 12);
};
// ok: sync-io-in-handler (near miss: at the start)
export const page = readFileSync('page.html', 'utf8');
