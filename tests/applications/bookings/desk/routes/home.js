'use strict';

const { Router } = require('express');
const asyncHandler = require('express-async-handler');

const { requireStaff } = require('../middleware/auth');
const announcements = require('../services/announcements');
const roomsApi = require('../services/roomsApi');

const router = Router();

router.get(
  '/',
  requireStaff,
  asyncHandler(async (req, res) => {
    const [news, rooms] = await Promise.all([
      announcements.visible(new Date()),
      roomsApi.listRooms().catch((error) => {
        req.log.warn({ err: error }, 'rooms not available');
        return [];
      }),
    ]);
    res.render('home', { news, rooms });
  }),
);

module.exports = router;
