'use strict';

const { model, Schema } = require('mongoose');

const KINDS = ['clothing', 'keys', 'electronics', 'bag', 'other'];

const lostItemSchema = new Schema(
  {
    kind: { type: String, enum: KINDS, required: true },
    description: { type: String, required: true, maxlength: 500 },
    foundIn: { type: String, required: true, maxlength: 80 },
    foundOn: { type: Date, required: true },
    handedOutAt: { type: Date },
    keptBy: { type: Schema.Types.ObjectId, ref: 'Staff', required: true },
  },
  { timestamps: true, strict: 'throw' },
);

// the law gives an owner a year
lostItemSchema.index({ foundOn: 1 }, { expireAfterSeconds: 366 * 24 * 60 * 60 });

module.exports = { KINDS, LostItem: model('LostItem', lostItemSchema) };
