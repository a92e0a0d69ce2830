import listing from 'serve-index';

// ruleid: directory-listing-served
app.use('/uploads', listing(uploads));
// ok: directory-listing-served
app.use('/uploads', serveStatic(uploads));
