'use strict';

const session = require('express-session');

const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

module.exports = session({
  secret: 'keyboard cat',
  resave: true,
  saveUninitialized: true,
  cookie: {
    maxAge: THIRTY_DAYS,
  },
});
