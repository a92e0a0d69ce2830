'use strict';

const { Router } = require('express');
const asyncHandler = require('express-async-handler');
const { body, param } = require('express-validator');

const { requirePermission, requireStaff } = require('../middleware/auth');
const { checked } = require('../middleware/validate');
const announcements = require('../services/announcements');
const audit = require('../services/audit');

const router = Router();

const slug = param('slug').matches(/^[a-z0-9-]{1,80}$/);

const fields = [
  body('title').isString().trim().isLength({ min: 1, max: 120 }),
  body('text').isString().isLength({ min: 1, max: 5000 }),
  body('visibleUntil').isISO8601().toDate(),
];

router.use(requireStaff);

router.get('/new', requirePermission('announcements:write'), (req, res) => {
  res.render('announcements/edit', { announcement: null });
});

router.get(
  '/:slug',
  slug,
  checked,
  asyncHandler(async (req, res, next) => {
    const announcement = await announcements.find(req.valid.slug);
    if (!announcement) {
      return next();
    }
    return res.render('announcements/show', { announcement });
  }),
);

router.post(
  '/',
  requirePermission('announcements:write'),
  fields,
  checked,
  asyncHandler(async (req, res) => {
    const { staff } = req.session;
    const announcement = await announcements.add(staff.id, req.valid);
    await audit.note('announcement_added', { staffId: staff.id, subject: announcement.slug });
    res.redirect(303, `/announcements/${announcement.slug}`);
  }),
);

router.post(
  '/:slug',
  requirePermission('announcements:write'),
  [slug, ...fields],
  checked,
  asyncHandler(async (req, res, next) => {
    const changed = await announcements.change(req.valid.slug, req.valid);
    if (!changed) {
      return next();
    }
    return res.redirect(303, `/announcements/${changed.slug}`);
  }),
);

router.post(
  '/:slug/delete',
  requirePermission('announcements:write'),
  slug,
  checked,
  asyncHandler(async (req, res) => {
    await announcements.remove(req.valid.slug);
    await audit.note('announcement_removed', {
      staffId: req.session.staff.id,
      subject: req.valid.slug,
    });
    res.redirect(303, '/');
  }),
);

module.exports = router;
