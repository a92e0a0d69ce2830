'use strict';

const { Router } = require('express');
const asyncHandler = require('express-async-handler');
const { body } = require('express-validator');

const limits = require('../middleware/limits');
const { checked } = require('../middleware/validate');
const audit = require('../services/audit');
const staffService = require('../services/staff');

const router = Router();

router.get('/login', (req, res) => {
  res.render('login', { failed: false });
});

router.post(
  '/login',
  limits.login,
  body('email').isEmail().isLength({ max: 254 }).toLowerCase(),
  body('password').isString().isLength({ min: 1, max: 72 }),
  checked,
  asyncHandler(async (req, res, next) => {
    const { email, password } = req.valid;
    const staff = await staffService.authenticate(email, password);
    if (!staff) {
      await audit.note('login_failed');
      res.status(401).render('login', { failed: true });
      return;
    }
    req.session.regenerate((error) => {
      if (error) {
        next(error);
        return;
      }
      req.session.staff = staff;
      audit.note('login', { staffId: staff.id });
      req.session.save((problem) => (problem ? next(problem) : res.redirect('/')));
    });
  }),
);

router.post('/logout', (req, res, next) => {
  const staffId = req.session.staff?.id;
  req.session.destroy((error) => {
    if (error) {
      return next(error);
    }
    audit.note('logout', { staffId });
    res.clearCookie('__Host-desk', { path: '/', secure: true, httpOnly: true, sameSite: 'strict' });
    return res.redirect('/login');
  });
});

module.exports = router;
