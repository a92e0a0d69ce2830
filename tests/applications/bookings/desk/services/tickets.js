'use strict';

const { escapeRegExp } = require('../lib/text');
const { Ticket } = require('../models/ticket');

const PAGE_SIZE = 30;

const SORTS = new Map([
  ['newest', { createdAt: -1 }],
  ['oldest', { createdAt: 1 }],
  ['changed', { updatedAt: -1 }],
]);

const defaults = { state: 'open', sort: 'newest', page: 1, search: '' };

async function list(options) {
  const { state, sort, page, search } = Object.assign({}, defaults, options);
  const filter = { state };
  if (search !== '') {
    filter.subject = new RegExp(escapeRegExp(search), 'i');
  }
  const [items, total] = await Promise.all([
    Ticket.find(filter)
      .sort(SORTS.get(sort) ?? SORTS.get(defaults.sort))
      .skip((page - 1) * PAGE_SIZE)
      .limit(PAGE_SIZE)
      .populate('assignee', 'name')
      .lean(),
    Ticket.countDocuments(filter),
  ]);
  return { items, total, page, pages: Math.max(1, Math.ceil(total / PAGE_SIZE)) };
}

const find = (id) => Ticket.findById(id).populate('createdBy assignee', 'name').lean();

const add = (staffId, { subject, text, room }) =>
  Ticket.create({ subject, text, room, createdBy: staffId });

async function setState(id, state) {
  const closedAt = state === 'closed' ? new Date() : null;
  return Ticket.findByIdAndUpdate(id, { $set: { state, closedAt } }, { new: true });
}

const attach = (id, attachment) =>
  Ticket.findByIdAndUpdate(id, { $push: { attachments: attachment } });

async function attachmentOf(id, storedName) {
  const ticket = await Ticket.findById(id).lean();
  return ticket?.attachments.find((attachment) => attachment.storedName === storedName);
}

module.exports = { add, attach, attachmentOf, find, list, setState, SORTS };
