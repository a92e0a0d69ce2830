'use strict';

const { logger } = require('../lib/logger');
const { canDo } = require('../services/permissions');

const requireStaff = (req, res, next) => {
  if (!req.session.staff) {
    return res.redirect('/login');
  }
  res.locals.staff = req.session.staff;
  return next();
};

/** Lets through whose role has `permission`. */
const requirePermission = (permission) => (req, res, next) => {
  const { staff } = req.session;
  if (!staff || !canDo(staff.role, permission)) {
    logger.warn({ event: 'access_denied', staffId: staff?.id, permission }, 'permission refused');
    return res.status(403).render('error', { message: 'Not allowed.' });
  }
  return next();
};

module.exports = { requirePermission, requireStaff };
