// ruleid: query-parser-set
app.set('query parser', 'extended');
// ruleid: query-parser-set
app.set('query parser', false);
// ok: query-parser-set
app.set('view engine', 'pug');
// ok: query-parser-set
app.get('query parser');
// ok: query-parser-set (near miss: a body parser)
app.use(express.urlencoded({ extended: true }));
