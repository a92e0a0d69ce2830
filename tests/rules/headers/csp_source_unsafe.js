const helmet = require('helmet');

app.use(helmet.contentSecurityPolicy({
  directives: {
    defaultSrc: ["'self'"],
    // ruleid: csp-source-unsafe
    scriptSrc: ["'self'", "'unsafe-inline'"],
  },
}));
// ruleid: csp-source-unsafe
res.setHeader('Content-Security-Policy', "default-src 'self'; script-src 'self' 'unsafe-eval'");
// ruleid: csp-source-unsafe
app.use(helmet({ contentSecurityPolicy: { directives: { 'script-src': ['*'] } } }));

// ok: csp-source-unsafe
app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: ["'self'", nonce] } } }));
// ok: csp-source-unsafe (near miss: styles only)
app.use(helmet({ contentSecurityPolicy: { directives: { styleSrc: ["'self'", "'unsafe-inline'"] } } }));
// ok: csp-source-unsafe
res.setHeader('Content-Security-Policy', "default-src 'self'; style-src 'unsafe-inline'");
