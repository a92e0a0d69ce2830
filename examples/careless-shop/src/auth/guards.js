'use strict';

const tokens = require('./tokens');

function loggedIn(req, res, next) {
  if (!req.session.user) {
    res.redirect('/login');
    return;
  }
  next();
}

function withToken(req, res, next) {
  const header = req.headers.authorization || '';
  try {
    req.user = tokens.check(header.replace('Bearer ', ''));
    next();
  } catch (error) {
    res.status(401).json({ error: error.message });
  }
}

module.exports = { loggedIn, withToken };
