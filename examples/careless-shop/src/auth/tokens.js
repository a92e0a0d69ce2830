'use strict';

const jwt = require('jsonwebtoken');

const JWT_SECRET = 'careless-shop-jwt-secret';

function issue(user) {
  return jwt.sign({ id: user.id, role: user.role }, JWT_SECRET);
}

function check(token) {
  return jwt.verify(token, JWT_SECRET);
}

module.exports = { issue, check };
