app.get('/login', (req, res) => {
  // ruleid: oauth-redirect-from-request
  res.redirect(client.authorizationUrl({ scope: 'openid', redirect_uri: req.query.next }));
  // ruleid: oauth-redirect-from-request
  passport.authenticate('google', { callbackURL: req.body.callback })(req, res);
  // ok: oauth-redirect-from-request
  res.redirect(client.authorizationUrl({ scope: 'openid', redirect_uri: config.callback }));
  // ok: oauth-redirect-from-request (near miss: its own address)
  res.redirect(client.authorizationUrl({ redirect_uri: `${origin}/done`, state: req.query.state }));
});
