'use strict';

const { Router } = require('express');
const asyncHandler = require('express-async-handler');
const { body, param } = require('express-validator');

const { requirePermission } = require('../middleware/auth');
const { checked } = require('../middleware/validate');
const { KINDS } = require('../models/lostItem');
const audit = require('../services/audit');
const lostItems = require('../services/lostItems');

const router = Router();

router.use(requirePermission('tickets:read'));

router
  .route('/')
  .get(
    asyncHandler(async (req, res) => {
      res.render('lost/list', { items: await lostItems.waiting(), kinds: KINDS });
    }),
  )
  .post(
    [
      body('kind').isIn(KINDS),
      body('description').isString().trim().isLength({ min: 1, max: 500 }),
      body('foundIn').isString().trim().isLength({ min: 1, max: 80 }),
      body('foundOn').isISO8601().toDate(),
      checked,
    ],
    asyncHandler(async (req, res) => {
      await lostItems.add(req.session.staff.id, req.valid);
      res.redirect(303, '/lost');
    }),
  );

router.post(
  '/:itemId/hand-out',
  param('itemId').isMongoId(),
  checked,
  asyncHandler(async (req, res) => {
    const { itemId } = req.valid;
    if (await lostItems.handOut(itemId)) {
      await audit.note('item_handed_out', { staffId: req.session.staff.id, subject: itemId });
    }
    res.redirect(303, '/lost');
  }),
);

module.exports = router;
