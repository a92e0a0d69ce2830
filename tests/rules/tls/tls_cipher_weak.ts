import * as tls from 'node:tls';

// ruleid: tls-cipher-weak
tls.DEFAULT_CIPHERS = 'ALL:!ADH';
// ok: tls-cipher-weak
tls.DEFAULT_CIPHERS = 'TLS_AES_256_GCM_SHA384';
