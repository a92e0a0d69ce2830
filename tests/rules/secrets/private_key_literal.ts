// ruleid: private-key-literal
export const key: string = `-----BEGIN EC PRIVATE KEY-----
MHcCAQEEIKm2vYx0Zb1c
-----END EC PRIVATE KEY-----`;
// ok: private-key-literal
export const safe: string = process.env.SIGNING_KEY as string;
