const fs = require('node:fs');

// ok: sync-io-in-handler
const template = fs.readFileSync('mail.html', 'utf8');
router.get('/terms', (req, res) => {
  // ruleid: sync-io-in-handler
  res.send(fs.readFileSync('terms.html', 'utf8'));
});
router.post('/login', async (req, res, next) => {
  // ruleid: sync-io-in-handler
  const hash = crypto.pbkdf2Sync(req.body.password, salt, 1e6, 64, 'sha512');
  // ok: sync-io-in-handler
  const other = await pbkdf2(req.body.password, salt, 1e6, 64, 'sha512');
  next();
});
// ok: sync-io-in-handler (near miss: a job, not a handler)
const report = (file) => { fs.writeFileSync(file, 'x'); };
