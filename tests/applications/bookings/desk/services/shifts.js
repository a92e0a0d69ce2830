'use strict';

const { Shift } = require('../models/shift');

const HOUR_MS = 60 * 60 * 1000;

/** Monday of the week of `day`, as a calendar day. */
function mondayOf(day) {
  const moment = new Date(`${day}T00:00:00Z`);
  const weekday = (moment.getUTCDay() + 6) % 7;
  moment.setUTCDate(moment.getUTCDate() - weekday);
  return moment.toISOString().slice(0, 10);
}

function daysFrom(first, count) {
  return Array.from({ length: count }, (unused, offset) => {
    const moment = new Date(`${first}T00:00:00Z`);
    moment.setUTCDate(moment.getUTCDate() + offset);
    return moment.toISOString().slice(0, 10);
  });
}

async function week(day) {
  const days = daysFrom(mondayOf(day), 7);
  const shifts = await Shift.find()
    .where('day')
    .in(days)
    .populate('staff', 'name')
    .sort({ day: 1, fromHour: 1 })
    .lean();
  const grouped = new Map(days.map((one) => [one, []]));
  for (const shift of shifts) {
    grouped.get(shift.day).push(shift);
  }
  return Object.fromEntries(grouped);
}

const overlaps = (left, right) =>
  left.fromHour < right.untilHour && right.fromHour < left.untilHour;

/** Enters a shift, or says which one it collides with. */
async function enter({ staff, duty, day, fromHour, untilHour, note }) {
  const sameDay = await Shift.find({ staff, day }).lean();
  const collision = sameDay.find((other) => overlaps(other, { fromHour, untilHour }));
  if (collision) {
    return { collision };
  }
  const endsAt = new Date(new Date(`${day}T00:00:00Z`).getTime() + untilHour * HOUR_MS);
  const shift = await Shift.create({ staff, duty, day, fromHour, untilHour, note, endsAt });
  return { shift };
}

async function leave(id, staffId) {
  const result = await Shift.deleteOne({ _id: id, staff: staffId });
  return result.deletedCount === 1;
}

async function hoursOfMonth(month) {
  const shifts = await Shift.find()
    .where('day')
    .gte(`${month}-01`)
    .lte(`${month}-31`)
    .populate('staff', 'name')
    .lean();
  const hours = new Map();
  for (const shift of shifts) {
    const name = shift.staff?.name ?? 'removed';
    hours.set(name, (hours.get(name) ?? 0) + shift.untilHour - shift.fromHour);
  }
  return [...hours].sort(([left], [right]) => left.localeCompare(right));
}

module.exports = { daysFrom, enter, hoursOfMonth, leave, mondayOf, week };
