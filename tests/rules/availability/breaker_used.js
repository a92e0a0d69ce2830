const CircuitBreaker = require('opossum');

// ruleid: breaker-used
const breaker = new CircuitBreaker(fetchRates, { timeout: 3000 });
// ruleid: breaker-used
const other = new CircuitBreaker(send);
// ok: breaker-used
breaker.fire();
// ok: breaker-used
breaker.on('open', warn);
// ok: breaker-used (near miss: of electricity)
const fuse = new Fuse({ amperes: 16 });
