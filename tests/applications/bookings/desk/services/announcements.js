'use strict';

const _ = require('lodash');

const { slugOf } = require('../lib/text');
const { Announcement } = require('../models/announcement');

const FIELDS = ['title', 'text', 'visibleUntil'];

const visible = (now) =>
  Announcement.find({ visibleUntil: { $gte: now } })
    .setOptions({ sanitizeFilter: false })
    .sort({ createdAt: -1 })
    .limit(20)
    .lean();

const find = (slug) => Announcement.findOne({ slug }).populate('author', 'name').lean();

async function add(author, input) {
  const picked = _.pick(input, FIELDS);
  const slug = `${slugOf(picked.title)}-${Date.now().toString(36)}`;
  return Announcement.create({ ...picked, slug, author });
}

async function change(slug, input) {
  return Announcement.findOneAndUpdate({ slug }, { $set: _.pick(input, FIELDS) }, { new: true });
}

async function remove(slug) {
  const result = await Announcement.deleteOne({ slug });
  return result.deletedCount === 1;
}

module.exports = { add, change, find, remove, visible };
