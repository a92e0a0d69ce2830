import { scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt);
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const KEY_BYTES = 32;

// Checked when there is no such user, so that both answers take equally long.
const NOBODY = `${'00'.repeat(16)}:${'00'.repeat(KEY_BYTES)}`;

// `stored` is salt:key in hex, written by the account service.
export async function verifyPassword(password, stored) {
  const [salt, expected] = (stored ?? NOBODY).split(':').map((part) => Buffer.from(part, 'hex'));
  const key = await derive(password, salt, KEY_BYTES, COST);
  return timingSafeEqual(key, expected) && stored !== undefined;
}
