import { credentials } from '@grpc/grpc-js';

// ruleid: rpc-channel-plain
export const stock = new Stock('stock.example:50051', credentials.createInsecure());
// ok: rpc-channel-plain
export const safe = new Stock('stock.example:443', credentials.createSsl(ca));
