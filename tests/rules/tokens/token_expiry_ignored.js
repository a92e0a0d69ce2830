const jwt = require('jsonwebtoken');

// ruleid: token-expiry-ignored
jwt.verify(token, key, { algorithms: ['HS256'], ignoreExpiration: true });
// ruleid: token-expiry-ignored
passport.use(new Strategy({ secretOrKey: key, ignoreExpiration: true }, find));
// ruleid: token-expiry-ignored
options.ignoreExpiration = true;
// ok: token-expiry-ignored
jwt.verify(token, key, { algorithms: ['HS256'] });
// ok: token-expiry-ignored
jwt.verify(token, key, { ignoreExpiration: false });
// ok: token-expiry-ignored (near miss: another option)
jwt.verify(token, key, { ignoreNotBefore: true });
