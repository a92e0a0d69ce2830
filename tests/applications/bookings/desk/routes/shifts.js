'use strict';

const { Router } = require('express');
const asyncHandler = require('express-async-handler');
const Joi = require('joi');

const { requirePermission } = require('../middleware/auth');
const validate = require('../middleware/validate');
const { DUTIES } = require('../models/shift');
const csv = require('../services/csv');
const shifts = require('../services/shifts');

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;

const newShift = Joi.object({
  duty: Joi.string()
    .valid(...DUTIES)
    .required(),
  day: Joi.string().pattern(DAY).required(),
  fromHour: Joi.number().integer().min(0).max(23).required(),
  untilHour: Joi.number().integer().greater(Joi.ref('fromHour')).max(24).required(),
  note: Joi.string().trim().max(200).allow(''),
});

const shiftIdSchema = Joi.string().hex().length(24).required();

const router = Router();

const today = () => new Date().toISOString().slice(0, 10);

router.get(
  '/',
  asyncHandler(async (req, res) => {
    const day = DAY.test(req.query.day) ? String(req.query.day) : today();
    res.render('shifts/week', { days: await shifts.week(day), duties: DUTIES });
  }),
);

router.get(
  '/months/:month.csv',
  requirePermission('staff:read'),
  asyncHandler(async (req, res, next) => {
    const { month } = req.params;
    if (!MONTH.test(month)) {
      return next();
    }
    const lines = [['name', 'hours'], ...(await shifts.hoursOfMonth(month))].map(csv.line);
    return res.attachment(`hours-${month}.csv`).send(lines.join(''));
  }),
);

router.post(
  '/',
  validate.body(newShift),
  asyncHandler(async (req, res) => {
    const { collision, shift } = await shifts.enter({ ...req.valid, staff: req.session.staff.id });
    if (collision) {
      res.status(409).json({ error: 'there is a shift already', id: collision._id });
      return;
    }
    res.status(201).location(`/shifts/${shift.id}`).json({ id: shift.id });
  }),
);

router.delete(
  '/:shiftId',
  asyncHandler(async (req, res) => {
    const { error, value: shiftId } = shiftIdSchema.validate(req.params.shiftId);
    if (error) {
      res.sendStatus(400);
      return;
    }
    const isGone = await shifts.leave(shiftId, req.session.staff.id);
    res.sendStatus(isGone ? 204 : 404);
  }),
);

module.exports = router;
