'use strict';

const { model, Schema } = require('mongoose');

const DUTIES = ['reception', 'caretaking', 'evening', 'cleaning'];

const shiftSchema = new Schema(
  {
    staff: { type: Schema.Types.ObjectId, ref: 'Staff', required: true },
    duty: { type: String, enum: DUTIES, required: true },
    day: { type: String, required: true, match: /^\d{4}-\d{2}-\d{2}$/ },
    fromHour: { type: Number, required: true, min: 0, max: 23 },
    untilHour: { type: Number, required: true, min: 1, max: 24 },
    note: { type: String, maxlength: 200 },
    endsAt: { type: Date, required: true },
  },
  { timestamps: true, strict: 'throw' },
);

shiftSchema.index({ staff: 1, day: 1 });
// hours worked are handed to the payroll every month; we need them no longer than a year
shiftSchema.index({ endsAt: 1 }, { expireAfterSeconds: 365 * 24 * 60 * 60 });

module.exports = { DUTIES, Shift: model('Shift', shiftSchema) };
