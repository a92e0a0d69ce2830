'use strict';

const { logger } = require('../lib/logger');
const { AuditEntry } = require('../models/auditEntry');

/** Notes who did what. A note that cannot be kept must not stop the work. */
async function note(event, { staffId, subject } = {}) {
  logger.info({ event, staffId, subject }, 'audit');
  try {
    await AuditEntry.create({ event, staff: staffId, subject });
  } catch (error) {
    logger.error({ err: error, event }, 'audit entry not kept');
  }
}

const PAGE = 100;

const latest = () =>
  AuditEntry.find().sort({ at: -1 }).limit(PAGE).populate('staff', 'name').lean();

module.exports = { latest, note };
