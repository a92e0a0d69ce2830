app.get('/login', (req, res) => {
  // ruleid: credential-in-query
  login(req.query.user, req.query.password);
  // ruleid: credential-in-query
  const newPassword = req.query.new;
  // ok: credential-in-query
  const { password } = req.body;
  // ok: credential-in-query (near miss: a page)
  const page = req.query.page;
});
