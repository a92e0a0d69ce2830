import { createCipheriv, randomBytes } from 'node:crypto';
const ALGORITHM = 'bf-cbc';

// ruleid: cipher-weak
export const weak = createCipheriv(ALGORITHM, key, randomBytes(8));
// ok: cipher-weak
export const safe = createCipheriv('chacha20-poly1305', key, randomBytes(12), { authTagLength: 16 });
