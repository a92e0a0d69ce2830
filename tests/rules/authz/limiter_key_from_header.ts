export const limiter = rateLimit({
  windowMs,
  // ruleid: limiter-key-from-header
  keyGenerator: ({ headers, ip }: Request) => headers['X-Forwarded-For'] ?? ip,
});
// ok: limiter-key-from-header
export const safe = rateLimit({ windowMs, keyGenerator: ({ body }: Request) => body.email });
