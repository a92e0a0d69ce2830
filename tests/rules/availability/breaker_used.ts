import { circuitBreaker } from 'cockatiel';

// ruleid: breaker-used
export const rates = circuitBreaker(handleAll, { halfOpenAfter: 10_000, breaker: new ConsecutiveBreaker(5) });
// ruleid: breaker-used
export const mail = circuitBreaker(handleAll, options);
// ok: breaker-used
export const wrapped = wrap(rates, timeout);
// ok: breaker-used (near miss: a name alone)
export const name = 'circuitBreaker';
