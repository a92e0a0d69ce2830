import { createHash } from 'node:crypto';

// ruleid: password-hash-fast
export const hash = (password: string): string => createHash('sha1').update(password).digest('hex');
// ok: password-hash-fast
export const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex');
