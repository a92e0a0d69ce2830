'use strict';

const { Router } = require('express');
const asyncHandler = require('express-async-handler');
const { body, param, query } = require('express-validator');

const limits = require('../middleware/limits');
const { checked } = require('../middleware/validate');
const newsletter = require('../services/newsletter');

const router = Router();

const signed = [
  param('subscriberId').isMongoId(),
  query('s').isString().isLength({ min: 43, max: 43 }),
  checked,
];

/** Lets through what one of our own mails links to. */
const fromOurMail = (purpose) => (req, res, next) => {
  const { subscriberId, s } = req.valid;
  if (!newsletter.isOurs(purpose, subscriberId, s)) {
    return res.status(403).render('error', { message: 'This link is not ours.' });
  }
  return next();
};

router.get('/', (req, res) => {
  res.render('newsletter/form', { done: req.query.done === '1' });
});

router.post(
  '/',
  limits.login,
  body('email').isEmail().isLength({ max: 254 }).toLowerCase(),
  checked,
  asyncHandler(async (req, res) => {
    await newsletter.subscribe(req.valid.email, res.locals.locale);
    res.redirect(303, '/newsletter?done=1');
  }),
);

// A link in a mail is opened by mail filters as well: it shows a button, which posts.
router.get('/:purpose(confirm|leave)/:subscriberId', signed, (req, res) => {
  res.render('newsletter/button', { purpose: req.params.purpose, ...req.valid });
});

router.post(
  '/confirm/:subscriberId',
  signed,
  fromOurMail('confirm'),
  asyncHandler(async (req, res) => {
    await newsletter.confirm(req.valid.subscriberId);
    res.redirect(303, '/newsletter?done=1');
  }),
);

router.post(
  '/leave/:subscriberId',
  signed,
  fromOurMail('leave'),
  asyncHandler(async (req, res) => {
    await newsletter.unsubscribe(req.valid.subscriberId);
    res.redirect(303, '/newsletter?done=1');
  }),
);

module.exports = router;
