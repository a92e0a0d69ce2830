'use strict';

const bcrypt = require('bcrypt');

const { Staff } = require('../models/staff');

const COST = 12;
const MIN_PASSWORD_LENGTH = 12;

// A hash of nothing anybody knows: an unknown address takes as long as a known one.
const decoy = bcrypt.genSaltSync(COST) + '.'.repeat(31);

async function authenticate(email, password) {
  const staff = await Staff.findOne({ email }).select('+passwordHash');
  const isRight = await bcrypt.compare(password, staff?.passwordHash ?? decoy);
  if (!staff || !isRight) {
    return undefined;
  }
  staff.lastLoginAt = new Date();
  await staff.save();
  return { id: staff.id, name: staff.name, role: staff.role };
}

async function add({ email, name, role, password }) {
  const passwordHash = await bcrypt.hash(password, COST);
  return Staff.create({ email, name, role, passwordHash });
}

async function changePassword(id, current, wanted) {
  const staff = await Staff.findById(id).select('+passwordHash');
  if (!staff || !(await bcrypt.compare(current, staff.passwordHash))) {
    return false;
  }
  staff.passwordHash = await bcrypt.hash(wanted, COST);
  await staff.save();
  return true;
}

const list = () => Staff.find().sort({ name: 1 }).lean();

async function changeRole(id, role) {
  const result = await Staff.updateOne({ _id: id }, { $set: { role } });
  return result.matchedCount === 1;
}

async function remove(id) {
  const result = await Staff.deleteOne({ _id: id });
  return result.deletedCount === 1;
}

module.exports = {
  add,
  authenticate,
  changePassword,
  changeRole,
  list,
  MIN_PASSWORD_LENGTH,
  remove,
};
