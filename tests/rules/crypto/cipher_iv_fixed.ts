import { createCipheriv } from 'node:crypto';

// ruleid: cipher-iv-fixed
export const one = createCipheriv('aes-256-gcm', key, Buffer.from('000000000000', 'utf8'));
// ok: cipher-iv-fixed
export const safe = (iv: Buffer) => createCipheriv('aes-256-gcm', key, iv);
