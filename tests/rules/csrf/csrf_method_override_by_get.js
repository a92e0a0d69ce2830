const methodOverride = require('method-override');

// ruleid: csrf-method-override-by-get
app.use(methodOverride('_method', { methods: ['POST', 'GET'] }));
// ruleid: csrf-method-override-by-get
app.use(methodOverride((req) => req.query._method, { methods: ['GET'] }));

// ok: csrf-method-override-by-get
app.use(methodOverride('_method'));
// ok: csrf-method-override-by-get (near miss: forms only)
app.use(methodOverride('_method', { methods: ['POST'] }));
