import argon2, { verify } from 'argon2';

// ruleid: password-hashed
export const stored = await argon2.hash(password, { memoryCost: 65536 });
// ok: password-hashed
export const same = await verify(stored, password);
