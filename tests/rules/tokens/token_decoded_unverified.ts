import tokens from 'jsonwebtoken';
import { decodeJwt } from 'jose';

export class Guard {
  who(token: string): unknown {
    // ruleid: token-decoded-unverified
    return tokens.decode(token);
  }
  other(token: string): unknown {
    // ruleid: token-decoded-unverified
    return decodeJwt(token).sub;
  }
  safe(token: string): unknown {
    // ok: token-decoded-unverified
    return tokens.verify(token, key, { algorithms: ['ES256'] });
  }
}
