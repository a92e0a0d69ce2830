const helmet = require('helmet');

// ruleid: helmet-part-off
app.use(helmet({ frameguard: false }));
// ruleid: helmet-part-off
app.use(helmet({ contentSecurityPolicy: policy, noSniff: false }));

// ok: helmet-part-off
app.use(helmet());
// ok: helmet-part-off (near miss: a header that does nothing today)
app.use(helmet({ xDownloadOptions: false }));
// ok: helmet-part-off
app.use(helmet({ referrerPolicy: { policy: 'same-origin' } }));
