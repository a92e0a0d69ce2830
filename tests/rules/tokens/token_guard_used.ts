import guard from 'express-jwt';

// ruleid: token-guard-used
app.use(guard({ secret: keys, algorithms: ['RS256'], audience: 'shop' }));
// ok: token-guard-used
app.use(guards.login());
