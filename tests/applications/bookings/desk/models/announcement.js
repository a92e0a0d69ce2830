'use strict';

const { model, Schema } = require('mongoose');

const announcementSchema = new Schema(
  {
    title: { type: String, required: true, maxlength: 120 },
    slug: { type: String, required: true, unique: true, maxlength: 80 },
    text: { type: String, required: true, maxlength: 5000 },
    author: { type: Schema.Types.ObjectId, ref: 'Staff', required: true },
    visibleUntil: { type: Date, required: true },
  },
  { timestamps: true, strict: 'throw' },
);

// gone a month after it was last to be seen
announcementSchema.index({ visibleUntil: 1 }, { expireAfterSeconds: 30 * 24 * 60 * 60 });

module.exports = { Announcement: model('Announcement', announcementSchema) };
