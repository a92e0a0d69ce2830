const crypto = require('crypto');

// ruleid: tls-legacy-allowed
const old = new https.Agent({ secureOptions: crypto.constants.SSL_OP_LEGACY_SERVER_CONNECT });
// ruleid: tls-legacy-allowed
const older = { secureOptions: constants.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION };

// ok: tls-legacy-allowed
const agent = new https.Agent({ ca });
// ok: tls-legacy-allowed (near miss: an option that takes something away)
const less = { secureOptions: crypto.constants.SSL_OP_NO_TLSv1 };
