const nocache = require('nocache');

// ruleid: cache-disabled
app.use(nocache());
// ruleid: cache-disabled
app.use('/account', require('nocache')());

// ok: cache-disabled
app.use(compression());
// ok: cache-disabled (near miss: an option of something else)
app.use(views({ nocache: true }));
