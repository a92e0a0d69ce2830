import express from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';

import { globalLimiter } from './limits.js';
import { logger } from './logger.js';
import { apiRoutes } from './routes/api.js';
import { loginRoutes } from './routes/login.js';
import { orderRoutes } from './routes/orders.js';
import { sessions } from './session.js';

const ONE_YEAR_S = 365 * 24 * 60 * 60;

export function createApp() {
  const app = express();

  app.disable('x-powered-by');
  app.use(
    helmet({
      strictTransportSecurity: { maxAge: ONE_YEAR_S, includeSubDomains: true },
      contentSecurityPolicy: {
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
  app.use(pinoHttp({ logger }));
  app.get('/healthz', (req, res) => {
    res.json({ ok: true });
  });
  app.use(globalLimiter());
  app.use(express.json({ limit: '20kb' }));

  app.use('/api', apiRoutes());

  app.use(sessions);
  app.use('/', loginRoutes());
  app.use('/orders', orderRoutes());

  app.use((req, res) => {
    res.status(404).json({ error: 'not found' });
  });

  // The cause goes to the log, the client gets the status alone.
  // Express tells an error handler by its four parameters.
  // eslint-disable-next-line no-unused-vars
  app.use((error, req, res, next) => {
    const status = error.status >= 400 && error.status < 500 ? error.status : 500;
    req.log.error({ err: error }, 'request failed');
    res.status(status).json({ error: status === 500 ? 'internal error' : 'request refused' });
  });

  return app;
}
