import { createHash } from 'node:crypto';

// ruleid: hash-weak
export const digest = (text: string): Buffer => createHash('sha1').update(text).digest();
// ok: hash-weak
export const safe = (text: string): Buffer => createHash('sha512').update(text).digest();
