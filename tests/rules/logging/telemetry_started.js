const Sentry = require('@sentry/node');

// ruleid: telemetry-started
Sentry.init({ dsn: process.env.SENTRY_DSN });
// ruleid: telemetry-started
Bugsnag.start({ apiKey: process.env.BUGSNAG_KEY });
// ok: telemetry-started
Sentry.captureException(error);
// ok: telemetry-started
app.use(Sentry.expressErrorHandler());
// ok: telemetry-started (near miss: another client)
const client = new Billing({ dsn });
