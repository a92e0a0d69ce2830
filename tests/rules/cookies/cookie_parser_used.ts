import cookies from 'cookie-parser';

// ruleid: cookie-parser-used
app.use(cookies([current, previous]));
// ok: cookie-parser-used
app.use(compression());
