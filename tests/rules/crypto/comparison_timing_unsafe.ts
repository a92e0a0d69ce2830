import { createHmac, timingSafeEqual } from 'node:crypto';

export function valid(given: string, body: Buffer): boolean {
  const expected = createHmac('sha256', key).update(body).digest('hex');
  // ok: comparison-timing-unsafe
  return timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}
export function weak(req: Request, expected: string): boolean {
  // ruleid: comparison-timing-unsafe
  return req.get('x-hub-signature-256') === expected;
}
