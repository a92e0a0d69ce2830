// ruleid: csrf-token-from-cookie
app.use(csrf({ value: (req) => req.cookies['csrf-token'] }));
// ruleid: csrf-token-from-cookie
const { csrfSynchronisedProtection } = csrfSync({ getTokenFromRequest: (req) => req.cookies.token });

// ok: csrf-token-from-cookie
app.use(csrf({ value: (req) => req.headers['x-csrf-token'] }));
// ok: csrf-token-from-cookie (near miss: a reader of something else)
const limit = limiter({ value: (req) => req.cookies.plan });
