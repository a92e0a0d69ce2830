app.use((req, res, next) => {
  // ruleid: identity-from-header
  req.user = { id: req.headers['x-user-id'] };
  next();
});
app.get('/orders', (req, res) => {
  // ruleid: identity-from-header
  const userId = req.get('X-User-Id');
  // ok: identity-from-header (near miss: which request it is)
  req.id = req.get('X-Request-Id');
  // ok: identity-from-header
  const own = req.session.userId;
});
