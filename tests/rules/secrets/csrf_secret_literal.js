const lusca = require('lusca');

// ruleid: csrf-secret-literal
const { doubleCsrfProtection } = doubleCsrf({ getSecret: () => 'swordfish', cookieName });
// ruleid: csrf-secret-literal
app.use(lusca({ csrf: { secret: 'swordfish' } }));

// ok: csrf-secret-literal
const safe = doubleCsrf({ getSecret: () => process.env.CSRF_SECRET, cookieName });
// ok: csrf-secret-literal
const perRequest = doubleCsrf({ getSecret: (req) => req.secret });
// ok: csrf-secret-literal (near miss: the name of a secret in a vault)
vault.read({ secret: 'swordfish' });
