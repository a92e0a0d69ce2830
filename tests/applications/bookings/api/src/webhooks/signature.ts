import { createHmac, timingSafeEqual } from 'node:crypto';

const MAX_AGE_S = 5 * 60;
const HEADER = /^t=(\d{10}),v1=([0-9a-f]{64})$/;

/**
 * Whether `header` signs `body`: an HMAC over the time and the raw bytes, compared in
 * constant time, and not older than five minutes.
 */
export function isSignedBy(
  secret: string,
  header: string | undefined,
  body: Buffer,
  nowS: number = Math.floor(Date.now() / 1000),
): boolean {
  const match = HEADER.exec(header ?? '');
  const [, time, given] = match ?? [];
  if (time === undefined || given === undefined) {
    return false;
  }
  if (Math.abs(nowS - Number(time)) > MAX_AGE_S) {
    return false;
  }
  const expected = createHmac('sha256', secret).update(`${time}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(given, 'hex'));
}
