app.post('/login', (req, res) => {
  // ruleid: session-identity-without-regenerate
  req.session.userId = user.id;
  res.redirect('/');
});
app.post('/sign-in', function (req, res) {
  // ruleid: session-identity-without-regenerate
  req.session.user = { id: user.id };
});
app.post('/login-safely', (req, res, next) => {
  req.session.regenerate((error) => {
    // ok: session-identity-without-regenerate
    req.session.userId = user.id;
  });
});
function handlers() {
  this.enter = (req, res) => {
    // ruleid: session-identity-without-regenerate
    req.session.username = req.body.username;
  };
  this.enterSafely = (req, res) => {
    req.session.regenerate(() => {
      // ok: session-identity-without-regenerate
      req.session.username = req.body.username;
    });
  };
}
app.post('/logout', (req, res) => {
  // ok: session-identity-without-regenerate (near miss: nobody)
  req.session.userId = null;
});
app.post('/theme', (req, res) => {
  // ok: session-identity-without-regenerate
  req.session.theme = req.body.theme;
});
