const helmet = require('helmet');
const protect = require('helmet');

// ruleid: helmet-used
app.use(helmet());
// ruleid: helmet-used
app.use(protect({ contentSecurityPolicy: false }));
// ruleid: helmet-used
app.use(require('helmet')());
// ok: helmet-used
app.use(express.json());
// ok: helmet-used
app.disable('x-powered-by');
// ok: helmet-used (near miss: one header of it)
app.use(helmet.noSniff());
