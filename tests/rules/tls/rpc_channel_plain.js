const grpc = require('@grpc/grpc-js');

// ruleid: rpc-channel-plain
const stock = new Stock('stock.example:50051', grpc.credentials.createInsecure());
// ruleid: rpc-channel-plain
const other = new Stock(process.env.STOCK_HOST, grpc.credentials.createInsecure());

// ok: rpc-channel-plain
const safe = new Stock('stock.example:443', grpc.credentials.createSsl());
// ok: rpc-channel-plain (near miss: a service of this machine)
const own = new Stock('localhost:50051', grpc.credentials.createInsecure());
