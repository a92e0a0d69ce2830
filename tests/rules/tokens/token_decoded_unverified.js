const jwt = require('jsonwebtoken');

app.use((req, res, next) => {
  // ruleid: token-decoded-unverified
  req.user = jwt.decode(req.headers.authorization.slice(7));
  next();
});
function who(token) {
  // ruleid: token-decoded-unverified
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64').toString());
}

app.use((req, res, next) => {
  // ok: token-decoded-unverified
  req.user = jwt.verify(req.headers.authorization.slice(7), key, { algorithms: ['HS256'] });
  next();
});
// ok: token-decoded-unverified (near miss: the header says which key to check with)
const { header } = jwt.decode(token, { complete: true });
function expiry(token) {
  jwt.verify(token, key);
  // ok: token-decoded-unverified (near miss: checked before)
  return jwt.decode(token).exp;
}
