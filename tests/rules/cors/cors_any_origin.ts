import crossOrigin from 'cors';

// ruleid: cors-any-origin
app.use(crossOrigin());
// ok: cors-any-origin
app.use(crossOrigin({ origin: config.origins }));
