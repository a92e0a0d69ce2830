import * as Sentry from '@sentry/node';

// ruleid: telemetry-started
Sentry.init({ dsn, sendDefaultPii: false, beforeSend });
// ruleid: telemetry-started
export const rollbar = new Rollbar({ accessToken });
// ok: telemetry-started
export const scope = Sentry.getCurrentScope();
// ok: telemetry-started (near miss: without options there is nothing to send)
database.init();
