import { verify } from 'jsonwebtoken';

// ruleid: token-algorithm-none
export const read = (token: string) => verify(token, key, { algorithms: ['none'] });
// ok: token-algorithm-none
export const safe = (token: string) => verify(token, key, { algorithms: ['ES256'] });
