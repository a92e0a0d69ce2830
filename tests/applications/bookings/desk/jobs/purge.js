'use strict';

const cron = require('node-cron');

const { ticketRetentionDays } = require('../config');
const { logger } = require('../lib/logger');
const { Ticket } = require('../models/ticket');
const files = require('../services/files');

const DAY_MS = 24 * 60 * 60 * 1000;
const EVERY_NIGHT = '15 2 * * *';
const BATCH = 100;

/** Deletes tickets that have been closed for longer than we keep them, with their files. */
async function purgeTickets(now = new Date()) {
  const before = new Date(now.getTime() - ticketRetentionDays * DAY_MS);
  const old = await Ticket.find({ state: 'closed', closedAt: { $lt: before } })
    .setOptions({ sanitizeFilter: false })
    .limit(BATCH)
    .lean();
  for (const ticket of old) {
    await Promise.all(ticket.attachments.map(({ storedName }) => files.remove(storedName)));
    await Ticket.deleteOne({ _id: ticket._id });
  }
  logger.info({ count: old.length, event: 'tickets_purged' }, 'old tickets deleted');
  return old.length;
}

const startPurge = () =>
  cron.schedule(EVERY_NIGHT, () => {
    purgeTickets().catch((error) => logger.error({ err: error }, 'purge failed'));
  });

module.exports = { purgeTickets, startPurge };
