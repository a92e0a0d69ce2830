import cors, { CorsOptions } from 'cors';

// ruleid: cors-credentials-for-any-origin
const open: CorsOptions = { origin: '*', methods: ['GET'], credentials: true };
// ok: cors-credentials-for-any-origin
const safe: CorsOptions = { origin: config.origins, credentials: true };
