import tokens from 'jsonwebtoken';
import { verify as check } from 'jsonwebtoken';

// ruleid: token-verified
export const read = (token: string) => tokens.verify(token, key, { algorithms: ['RS256'] });
// ruleid: token-verified
export const open = (token: string) => check(token, key);
// ok: token-verified
export const issue = (id: string) => tokens.sign({ id }, key);
// ok: token-verified (near miss: a method of the same name)
export const verified = (mail: Mail) => mail.verify('address', 'code');
