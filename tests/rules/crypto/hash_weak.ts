import { createHash } from 'node:crypto';

// ruleid: hash-weak
export const digest = (text: string): Buffer => createHash('sha1').update(text).digest();
// ok: hash-weak
export const safe = (text: string): Buffer => createHash('sha512').update(text).digest();
// ok: hash-weak (near miss: a tag that says whether a page has changed)
export const etagOf = (page: string): string => `"${createHash('md5').update(page).digest('hex')}"`;
// ruleid: hash-weak
export const tokenOf = (page: string): string => createHash('md5').update(page).digest('hex');
