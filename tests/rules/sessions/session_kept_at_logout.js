app.post('/logout', (req, res) => {
  // ruleid: session-kept-at-logout
  delete req.session.userId;
  res.redirect('/');
});
app.get('/sign-out', (req, res) => {
  // ruleid: session-kept-at-logout
  req.session.user = null;
  res.redirect('/');
});
app.post('/leave', (req, res) => {
  // ok: session-kept-at-logout (near miss: the whole session goes as well)
  req.session.user = null;
  req.session.destroy(() => res.redirect('/'));
});
app.post('/basket/empty', (req, res) => {
  // ok: session-kept-at-logout
  delete req.session.basket;
});
