import { importSPKI } from 'jose';

// ruleid: token-key-static
export const key = importSPKI(pem, 'ES256');
// ok: token-key-static
export const own = importPKCS8(pem, 'ES256');
