import { credentials } from '@grpc/grpc-js';

// ruleid: private-authority-trusted
export const channel = credentials.createSsl(readFileSync(caFile));
// ok: private-authority-trusted
export const open = credentials.createSsl();
