'use strict';

const { model, Schema } = require('mongoose');

const subscriberSchema = new Schema(
  {
    email: { type: String, required: true, unique: true, lowercase: true, maxlength: 254 },
    locale: { type: String, enum: ['en', 'da'], default: 'en' },
    confirmedAt: { type: Date },
  },
  { timestamps: true, strict: 'throw' },
);

// an address that nobody confirms is forgotten after three days
subscriberSchema.index(
  { createdAt: 1 },
  {
    expireAfterSeconds: 3 * 24 * 60 * 60,
    partialFilterExpression: { confirmedAt: { $exists: false } },
  },
);

module.exports = { Subscriber: model('Subscriber', subscriberSchema) };
