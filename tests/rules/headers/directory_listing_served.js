const serveIndex = require('serve-index');

// ruleid: directory-listing-served
app.use('/files', serveIndex('files', { icons: true }));
// ruleid: directory-listing-served
app.use('/logs', require('serve-index')('logs'));

// ok: directory-listing-served
app.use('/files', express.static('files'));
// ok: directory-listing-served (near miss: the page that belongs to a folder)
app.use('/docs', express.static('docs', { index: 'index.html' }));
