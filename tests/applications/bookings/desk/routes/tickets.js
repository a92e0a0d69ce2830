'use strict';

const { Readable } = require('stream');
const { pipeline } = require('stream/promises');

const express = require('express');
const asyncHandler = require('express-async-handler');
const { body, param, query } = require('express-validator');

const { requirePermission } = require('../middleware/auth');
const { csrfProtection } = require('../middleware/csrf');
const { checked } = require('../middleware/validate');
const { STATES, Ticket } = require('../models/ticket');
const csv = require('../services/csv');
const files = require('../services/files');
const tickets = require('../services/tickets');

const router = express.Router();

const ticketId = param('ticketId').isMongoId();
const mayRead = requirePermission('tickets:read');
const mayWrite = requirePermission('tickets:write');

router.get(
  '/',
  mayRead,
  query('state').optional().isIn(STATES),
  query('sort').optional().isIn([...tickets.SORTS.keys()]),
  query('page').optional().isInt({ min: 1, max: 1000 }).toInt(),
  query('search').optional().isString().trim().isLength({ max: 60 }),
  checked,
  asyncHandler(async (req, res) => {
    res.render('tickets/list', await tickets.list(req.valid));
  }),
);

async function* exportLines() {
  yield csv.line(['created', 'state', 'room', 'subject']);
  const cursor = Ticket.find().sort({ createdAt: 1 }).lean().cursor();
  for await (const ticket of cursor) {
    yield csv.line([ticket.createdAt.toISOString(), ticket.state, ticket.room, ticket.subject]);
  }
}

router.get(
  '/export.csv',
  requirePermission('tickets:export'),
  asyncHandler(async (req, res) => {
    res.attachment('tickets.csv');
    await pipeline(Readable.from(exportLines()), res);
  }),
);

router.get(
  '/:ticketId',
  mayRead,
  ticketId,
  checked,
  asyncHandler(async (req, res, next) => {
    const ticket = await tickets.find(req.valid.ticketId);
    if (!ticket) {
      return next();
    }
    return res.render('tickets/show', { ticket, states: STATES });
  }),
);

router.post(
  '/',
  mayWrite,
  csrfProtection,
  body('subject').isString().trim().isLength({ min: 1, max: 120 }),
  body('text').isString().isLength({ min: 1, max: 5000 }),
  body('room').optional({ values: 'falsy' }).isString().isLength({ max: 80 }),
  checked,
  asyncHandler(async (req, res) => {
    const ticket = await tickets.add(req.session.staff.id, req.valid);
    res.redirect(303, `/tickets/${ticket.id}`);
  }),
);

router.post(
  '/:ticketId/state',
  mayWrite,
  csrfProtection,
  ticketId,
  body('state').isIn(STATES),
  checked,
  asyncHandler(async (req, res) => {
    const { ticketId: id, state } = req.valid;
    await tickets.setState(id, state);
    res.redirect(303, `/tickets/${id}`);
  }),
);

// multipart: the form's token is only known once the parts are read
router.post(
  '/:ticketId/attachments',
  mayWrite,
  files.upload.single('attachment'),
  csrfProtection,
  ticketId,
  checked,
  asyncHandler(async (req, res) => {
    const { ticketId: id } = req.valid;
    if (req.file) {
      await tickets.attach(id, {
        storedName: req.file.filename,
        shownName: files.shownName(req.file.originalname),
        bytes: req.file.size,
      });
    }
    res.redirect(303, `/tickets/${id}`);
  }),
);

router.get(
  '/:ticketId/attachments/:storedName',
  mayRead,
  ticketId,
  param('storedName').matches(/^[0-9a-f]{32}$/),
  checked,
  asyncHandler(async (req, res, next) => {
    const { ticketId: id, storedName } = req.valid;
    const attachment = await tickets.attachmentOf(id, storedName);
    if (!attachment) {
      return next();
    }
    res.set('Content-Security-Policy', "sandbox; default-src 'none'");
    return res.download(
      attachment.storedName,
      attachment.shownName,
      { root: files.attachmentsDirectory, dotfiles: 'deny' },
      (error) => error && next(error),
    );
  }),
);

module.exports = router;
