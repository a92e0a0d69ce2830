import tokens from 'jsonwebtoken';
import { sign as issue } from 'jsonwebtoken';

// ruleid: token-issued
export const access = (id: string): string => tokens.sign({ id }, key, { expiresIn: 900 });
// ruleid: token-issued
export const refresh = (id: string): string => issue({ id }, key);
// ok: token-issued
export const read = (token: string) => tokens.verify(token, key);
// ok: token-issued (near miss: a method of the same name)
export const signed = (pen: Pen) => pen.sign('letter', 'blue');
