const rateLimit = require('express-rate-limit');
const { rateLimit: limiter } = require('express-rate-limit');
const slow = require('express-slow-down');

// ruleid: rate-limit-used
app.use(rateLimit({ windowMs: 60_000, max: 100 }));
// ruleid: rate-limit-used
app.use(limiter({ limit: 10 }));
// ok: rate-limit-used
app.use(express.json({ limit: '10kb' }));
// ok: rate-limit-used
app.use(slow({ windowMs: 60_000 }));
// ok: rate-limit-used (near miss: the store of a limiter)
const store = new RateStore({ windowMs: 60_000 });
