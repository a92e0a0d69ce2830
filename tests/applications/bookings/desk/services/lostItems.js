'use strict';

const { LostItem } = require('../models/lostItem');

const PAGE_SIZE = 50;

const waiting = () =>
  LostItem.find({ handedOutAt: null }).sort({ foundOn: -1 }).limit(PAGE_SIZE).lean();

const add = (keptBy, { kind, description, foundIn, foundOn }) =>
  LostItem.create({ kind, description, foundIn, foundOn, keptBy });

async function handOut(id) {
  const result = await LostItem.updateOne(
    { _id: id, handedOutAt: null },
    { $set: { handedOutAt: new Date() } },
  );
  return result.modifiedCount === 1;
}

module.exports = { add, handOut, waiting };
