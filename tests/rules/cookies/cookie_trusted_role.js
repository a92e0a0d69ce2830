app.get('/admin', (req, res) => {
  // ruleid: cookie-trusted-role
  if (req.cookies.role !== 'admin') return res.sendStatus(403);
  // ruleid: cookie-trusted-role
  if (req.cookies.isAdmin) show(res);
  // ok: cookie-trusted-role (near miss: signed)
  if (req.signedCookies.role === 'admin') show(res);
  // ok: cookie-trusted-role
  if (req.cookies.theme === 'dark') dim(res);
});
