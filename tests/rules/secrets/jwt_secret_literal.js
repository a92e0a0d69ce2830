const jwt = require('jsonwebtoken');
const { sign, verify: check } = require('jsonwebtoken');
const { expressjwt } = require('express-jwt');
const { Strategy } = require('passport-jwt');

const KEY = 'a key in the code';
const PUBLIC = '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----';

// ruleid: jwt-secret-literal
jwt.sign({ id: 1 }, 'swordfish', { expiresIn: '1h' });
// ruleid: jwt-secret-literal
jwt.sign({ id: 1 }, KEY);
// ruleid: jwt-secret-literal
sign({ id: 1 }, 'swordfish');
// ruleid: jwt-secret-literal
check(token, 'swordfish', (error, claims) => done(error, claims));
// ruleid: jwt-secret-literal
app.use(expressjwt({ secret: 'swordfish', algorithms: ['HS256'] }));
// ruleid: jwt-secret-literal
passport.use(new Strategy({ jwtFromRequest, secretOrKey: 'swordfish' }, find));

// ok: jwt-secret-literal
jwt.sign({ id: 1 }, process.env.JWT_KEY);
// ok: jwt-secret-literal
jwt.verify(token, keys.current, { algorithms: ['HS256'] });
// ok: jwt-secret-literal (near miss: a public key is no secret)
jwt.verify(token, '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----');
// ok: jwt-secret-literal (near miss: a public key by its name)
jwt.verify(token, PUBLIC, { algorithms: ['ES256'] });
// ok: jwt-secret-literal (near miss: another sign)
documents.sign({ id: 1 }, 'in blue ink');
// ok: jwt-secret-literal (near miss: nothing is checked with a key)
jwt.decode(token, 'swordfish');
