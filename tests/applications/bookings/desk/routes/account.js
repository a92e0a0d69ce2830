'use strict';

const { Router } = require('express');
const asyncHandler = require('express-async-handler');
const { body } = require('express-validator');

const limits = require('../middleware/limits');
const { checked } = require('../middleware/validate');
const audit = require('../services/audit');
const staffService = require('../services/staff');

const router = Router();

const MAX_PASSWORD_BYTES = 72; // bcrypt reads no more

router.get('/', (req, res) => {
  res.render('account', { changed: req.query.changed === '1' });
});

router.post(
  '/password',
  limits.login,
  body('current').isString().isLength({ min: 1, max: MAX_PASSWORD_BYTES }),
  body('password')
    .isString()
    .isLength({ min: staffService.MIN_PASSWORD_LENGTH, max: MAX_PASSWORD_BYTES }),
  checked,
  asyncHandler(async (req, res) => {
    const { id } = req.session.staff;
    const { current, password } = req.valid;
    const isChanged = await staffService.changePassword(id, current, password);
    await audit.note(isChanged ? 'password_changed' : 'password_refused', { staffId: id });
    res.redirect(303, isChanged ? '/account?changed=1' : '/account');
  }),
);

module.exports = router;
