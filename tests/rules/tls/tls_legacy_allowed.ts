import { constants } from 'node:crypto';

// ruleid: tls-legacy-allowed
export const options = { secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT };
// ok: tls-legacy-allowed
export const safe = { secureOptions: constants.SSL_OP_NO_RENEGOTIATION };
