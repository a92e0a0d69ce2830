'use strict';

const { model, Schema } = require('mongoose');

const ROLES = ['clerk', 'editor', 'manager'];

const staffSchema = new Schema(
  {
    email: { type: String, required: true, unique: true, lowercase: true, maxlength: 254 },
    name: { type: String, required: true, maxlength: 120 },
    role: { type: String, enum: ROLES, default: 'clerk' },
    passwordHash: { type: String, required: true, select: false },
    lastLoginAt: { type: Date },
  },
  { timestamps: true, strict: 'throw' },
);

module.exports = { ROLES, Staff: model('Staff', staffSchema) };
