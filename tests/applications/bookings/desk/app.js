'use strict';

const express = require('express');
const helmet = require('helmet');

const config = require('./config');
const { localise } = require('./lib/i18n');
const { requestLogger } = require('./lib/logger');
const { exposeTheme } = require('./lib/preferences');
const { requireStaff } = require('./middleware/auth');
const { csrfProtection, exposeToken } = require('./middleware/csrf');
const { notFound, onError } = require('./middleware/errors');
const limits = require('./middleware/limits');
const session = require('./middleware/session');

const YEAR_S = 365 * 24 * 60 * 60;

function createApp() {
  const app = express();

  app.set('trust proxy', 'loopback');
  app.set('view engine', 'ejs');
  app.set('views', config.viewsDirectory);

  app.use(
    helmet({
      hsts: { maxAge: YEAR_S, includeSubDomains: true },
      contentSecurityPolicy: {
        directives: {
          defaultSrc: ["'self'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'data:'],
          objectSrc: ["'none'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
        },
      },
      referrerPolicy: { policy: 'same-origin' },
    }),
  );
  app.use(requestLogger);
  app.use('/health', require('./routes/health'));
  app.use(
    '/static',
    express.static(config.publicDirectory, { dotfiles: 'ignore', index: false, maxAge: '1h' }),
  );
  app.use(limits.everything);
  app.use([localise, exposeTheme]);
  app.use('/news', require('./routes/feed'));
  app.use(express.urlencoded({ extended: false, limit: '30kb', parameterLimit: 50 }));
  app.use(express.json({ limit: '10kb' }));
  app.use(session);
  app.use(exposeToken);

  // its upload checks the token after the parts are read
  app.use('/tickets', requireStaff, require('./routes/tickets'));

  app.use(csrfProtection);
  app.use(require('./routes/login'));
  app.use(require('./routes/home'));
  app.use('/newsletter', require('./routes/newsletter'));
  app.use('/announcements', require('./routes/announcements'));
  app.use('/lost', requireStaff, require('./routes/lostItems'));
  app.use('/shifts', requireStaff, require('./routes/shifts'));
  app.use('/preferences', requireStaff, require('./routes/preferences'));
  app.use('/account', requireStaff, require('./routes/account'));
  app.use('/admin', requireStaff, require('./routes/admin')());

  app.use(notFound);
  app.use(onError);

  return app;
}

module.exports = { createApp };
