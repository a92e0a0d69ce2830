'use strict';

const { model, Schema } = require('mongoose');

const STATES = ['open', 'waiting', 'closed'];

const attachmentSchema = new Schema(
  {
    storedName: { type: String, required: true, match: /^[0-9a-f]{32}$/ },
    shownName: { type: String, required: true, maxlength: 120 },
    bytes: { type: Number, required: true },
  },
  { _id: false },
);

const ticketSchema = new Schema(
  {
    subject: { type: String, required: true, maxlength: 120 },
    text: { type: String, required: true, maxlength: 5000 },
    room: { type: String, maxlength: 80 },
    state: { type: String, enum: STATES, default: 'open' },
    assignee: { type: Schema.Types.ObjectId, ref: 'Staff' },
    createdBy: { type: Schema.Types.ObjectId, ref: 'Staff', required: true },
    attachments: { type: [attachmentSchema], default: [] },
    closedAt: { type: Date },
  },
  { timestamps: true, strict: 'throw' },
);

module.exports = { STATES, Ticket: model('Ticket', ticketSchema) };
