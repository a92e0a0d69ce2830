'use strict';

const crypto = require('crypto');

const { Router } = require('express');
const asyncHandler = require('express-async-handler');

const { memoise } = require('../lib/memoise');
const announcements = require('../services/announcements');
const { toFeed } = require('../services/feed');

const FEED_TTL_MS = 5 * 60 * 1000;

const currentFeed = memoise(
  async () => {
    const now = new Date();
    return toFeed(await announcements.visible(now), now);
  },
  { ttlMs: FEED_TTL_MS },
);

const router = Router();

router.get(
  '/feed.xml',
  asyncHandler(async (req, res) => {
    const feed = await currentFeed();
    const etag = crypto.createHash('md5').update(feed).digest('hex');
    res.set({ ETag: `"${etag}"`, 'Cache-Control': 'public, max-age=300' });
    if (req.fresh) {
      res.status(304).end();
      return;
    }
    res.type('application/atom+xml').send(feed);
  }),
);

module.exports = router;
