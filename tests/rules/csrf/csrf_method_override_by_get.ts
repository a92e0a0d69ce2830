import methodOverride from 'method-override';

// ruleid: csrf-method-override-by-get
app.use(methodOverride('_method', { methods: ['GET', 'POST'] }));
// ok: csrf-method-override-by-get
app.use(methodOverride('X-HTTP-Method-Override'));
