'use strict';

const express = require('express');
const asyncHandler = require('express-async-handler');
const Joi = require('joi');

const { requirePermission } = require('../middleware/auth');
const validate = require('../middleware/validate');
const { ROLES } = require('../models/staff');
const audit = require('../services/audit');
const mailer = require('../services/mailer');
const staffService = require('../services/staff');

const newStaff = Joi.object({
  email: Joi.string().email().max(254).lowercase().required(),
  name: Joi.string().trim().max(120).required(),
  role: Joi.string()
    .valid(...ROLES)
    .required(),
  password: Joi.string().min(staffService.MIN_PASSWORD_LENGTH).max(72).required(),
});

const roleChange = Joi.object({
  role: Joi.string()
    .valid(...ROLES)
    .required(),
});

const STAFF_ID = /^[0-9a-f]{24}$/;

module.exports = function adminRoutes() {
  const router = express.Router();

  router.param('staffId', (req, res, next, value) => {
    next(STAFF_ID.test(value) ? undefined : 'route');
  });

  router.get(
    '/staff',
    requirePermission('staff:read'),
    asyncHandler(async (req, res) => {
      res.render('admin/staff', { people: await staffService.list(), roles: ROLES });
    }),
  );

  router.get(
    '/audit',
    requirePermission('staff:read'),
    asyncHandler(async (req, res) => {
      res.render('admin/audit', { entries: await audit.latest() });
    }),
  );

  router.post(
    '/staff',
    requirePermission('staff:write'),
    validate.body(newStaff),
    asyncHandler(async (req, res) => {
      const staff = await staffService.add(req.valid);
      await mailer.welcome(staff);
      await audit.note('staff_added', { staffId: req.session.staff.id, subject: staff.id });
      res.status(201).json({ id: staff.id });
    }),
  );

  router
    .route('/staff/:staffId')
    .all(requirePermission('staff:write'))
    .patch(
      validate.body(roleChange),
      asyncHandler(async (req, res) => {
        const isKnown = await staffService.changeRole(req.params.staffId, req.valid.role);
        await audit.note('role_changed', {
          staffId: req.session.staff.id,
          subject: req.params.staffId,
        });
        res.sendStatus(isKnown ? 204 : 404);
      }),
    )
    .delete(
      asyncHandler(async (req, res) => {
        const { staffId } = req.params;
        if (staffId === req.session.staff.id) {
          return res.status(409).json({ error: 'nobody removes the own account' });
        }
        const isKnown = await staffService.remove(staffId);
        await audit.note('staff_removed', { staffId: req.session.staff.id, subject: staffId });
        return res.sendStatus(isKnown ? 204 : 404);
      }),
    );

  return router;
};
