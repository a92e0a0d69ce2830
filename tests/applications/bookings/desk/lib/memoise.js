'use strict';

const defaults = { maxEntries: 100, ttlMs: 60 * 1000, key: (...values) => values.join('\u0000') };

/**
 * Remembers what an asynchronous function answered, for a while and up to a number of
 * answers. A failure is not remembered.
 */
function memoise(compute, options) {
  const { maxEntries, ttlMs, key } = Object.assign({}, defaults, options);
  const kept = new Map();

  const drop = (now) => {
    for (const [name, { until }] of kept) {
      if (until <= now || kept.size > maxEntries) {
        kept.delete(name);
      }
    }
  };

  return async (...values) => {
    const now = Date.now();
    const name = key(...values);
    const found = kept.get(name);
    if (found && found.until > now) {
      return found.value;
    }
    const value = compute(...values);
    kept.set(name, { value, until: now + ttlMs });
    drop(now);
    try {
      return await value;
    } catch (error) {
      kept.delete(name);
      throw error;
    }
  };
}

module.exports = { memoise };
