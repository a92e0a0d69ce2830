'use strict';

const { model, Schema } = require('mongoose');

const TWO_YEARS_S = 2 * 365 * 24 * 60 * 60;

const auditEntrySchema = new Schema({
  event: { type: String, required: true, maxlength: 60 },
  staff: { type: Schema.Types.ObjectId, ref: 'Staff' },
  subject: { type: String, maxlength: 60 },
  at: { type: Date, default: Date.now, expires: TWO_YEARS_S },
});

module.exports = { AuditEntry: model('AuditEntry', auditEntrySchema) };
