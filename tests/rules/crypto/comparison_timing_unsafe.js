const crypto = require('crypto');

app.post('/hook', (req, res) => {
  const expected = crypto.createHmac('sha256', process.env.HOOK_KEY).update(req.rawBody).digest('hex');
  // ruleid: comparison-timing-unsafe
  if (req.headers['x-signature'] !== expected) return res.sendStatus(401);
  // ruleid: comparison-timing-unsafe
  if (signature === crypto.createHmac('sha256', key).update(req.rawBody).digest('hex')) next();
  // ok: comparison-timing-unsafe
  if (crypto.timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) next();
  // ok: comparison-timing-unsafe (near miss: no secret in it)
  if (req.headers['x-version'] !== version) return res.sendStatus(400);
});
