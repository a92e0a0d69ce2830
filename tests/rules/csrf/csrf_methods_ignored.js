// ruleid: csrf-methods-ignored
app.use(csrf({ ignoreMethods: ['GET', 'POST'] }));
// ruleid: csrf-methods-ignored
const { doubleCsrfProtection } = doubleCsrf({ getSecret, ignoredMethods: ['GET', 'HEAD', 'DELETE'] });

// ok: csrf-methods-ignored
app.use(csrf({ ignoreMethods: ['GET', 'HEAD', 'OPTIONS'] }));
// ok: csrf-methods-ignored (near miss: methods that are let through by something else)
app.use(cors({ methods: ['GET', 'POST'] }));
