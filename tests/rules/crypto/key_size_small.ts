// ruleid: key-size-small
export const pair = await subtle.generateKey({ name: 'RSA-PSS', modulusLength: 1024, publicExponent, hash }, true, ['sign']);
// ok: key-size-small
export const safe = await subtle.generateKey({ name: 'RSA-PSS', modulusLength: 4096, publicExponent, hash }, true, ['sign']);
