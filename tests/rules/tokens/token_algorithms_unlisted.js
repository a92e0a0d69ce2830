const jwt = require('jsonwebtoken');
const jws = require('jws');
const expressJwt = require('express-jwt');

// ruleid: token-algorithms-unlisted
jwt.verify(token, publicKey);
// ruleid: token-algorithms-unlisted
jwt.verify(token, keys.publicKey, (error, claims) => { done(error, claims); });
// ruleid: token-algorithms-unlisted
app.use(expressJwt({ secret: publicKey }));
// ruleid: token-algorithms-unlisted
const valid = jws.verify(token, publicKey);

// ok: token-algorithms-unlisted
jwt.verify(token, publicKey, { algorithms: ['RS256'] });
// ok: token-algorithms-unlisted (near miss: a secret, which no sender has)
jwt.verify(token, process.env.JWT_KEY);
// ok: token-algorithms-unlisted
app.use(expressJwt({ secret: publicKey, algorithms: ['RS256'] }));
// ok: token-algorithms-unlisted (near miss: the options are made elsewhere)
jwt.verify(token, publicKey, options);
