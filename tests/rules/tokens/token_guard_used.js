const { expressjwt } = require('express-jwt');
const { Strategy } = require('passport-jwt');

// ruleid: token-guard-used
app.use(expressjwt({ secret: process.env.JWT_KEY, algorithms: ['HS256'] }));
// ruleid: token-guard-used
passport.use(new Strategy({ jwtFromRequest, secretOrKey: process.env.JWT_KEY, issuer }, find));

// ok: token-guard-used
passport.use(new LocalStrategy({ usernameField: 'email' }, find));
// ok: token-guard-used (near miss: a session)
app.use(session({ secret: process.env.SESSION_KEY }));
