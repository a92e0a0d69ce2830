// ruleid: limiter-key-from-header
const one = rateLimit({ windowMs, limit, keyGenerator: (req) => req.headers['x-forwarded-for'] });
const two = rateLimit({
  windowMs,
  keyGenerator(req) {
    // ruleid: limiter-key-from-header
    return req.get('X-Real-IP') || req.ip;
  },
});

// ok: limiter-key-from-header
const safe = rateLimit({ windowMs, keyGenerator: (req) => req.ip });
// ok: limiter-key-from-header (near miss: a key that is looked up)
const plan = rateLimit({ windowMs, keyGenerator: (req) => req.apiKey.id });
