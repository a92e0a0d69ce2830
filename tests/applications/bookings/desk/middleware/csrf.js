'use strict';

const { csrfSync } = require('csrf-sync');

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: (req) => req.body?._csrf ?? req.get('x-csrf-token'),
});

/** Makes the token known to the forms. */
const exposeToken = (req, res, next) => {
  res.locals.csrfToken = generateToken(req);
  next();
};

module.exports = { csrfProtection: csrfSynchronisedProtection, exposeToken };
