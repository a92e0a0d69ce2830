const { AsyncLocalStorage } = require('node:async_hooks');
const rTracer = require('cls-rtracer');

// ruleid: log-correlation
const storage = new AsyncLocalStorage();
// ruleid: log-correlation
app.use(rTracer.expressMiddleware());
// ok: log-correlation
app.use(express.json());
// ok: log-correlation
const order = { id: randomUUID() };
// ok: log-correlation (near miss: an id of a record)
order.id = randomUUID();
