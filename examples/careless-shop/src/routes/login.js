'use strict';

const crypto = require('crypto');
const express = require('express');

const { User } = require('../db');
const logger = require('../logger');
const tokens = require('../auth/tokens');

const router = express.Router();

const digest = (password) => crypto.createHash('md5').update(password).digest('hex');

router.get('/login', (req, res) => {
  res.render('login', { message: '' });
});

router.post('/login', (req, res, next) => {
  const { email, password } = req.body;
  logger.info(`login ${email}`);
  User.findOne({ email, password: digest(password) }, (error, user) => {
    if (error) {
      next(error);
      return;
    }
    if (!user) {
      res.status(401).render('login', { message: 'Wrong address or password' });
      return;
    }
    req.session.user = { id: user.id, role: user.role };
    res.cookie('last_login', new Date().toISOString(), {
      maxAge: 365 * 24 * 60 * 60 * 1000,
      httpOnly: false,
    });
    res.redirect('/orders');
  });
});

router.post('/token', (req, res, next) => {
  const { email, password } = req.body;
  User.findOne({ email, password: digest(password) }, (error, user) => {
    if (error) {
      next(error);
      return;
    }
    if (!user) {
      res.status(401).json({ error: 'wrong address or password' });
      return;
    }
    res.json({ token: tokens.issue(user) });
  });
});

router.get('/logout', (req, res) => {
  req.session.user = null;
  res.redirect('/login');
});

module.exports = router;
