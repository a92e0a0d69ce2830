'use strict';

const { Router } = require('express');

const mongo = require('../lib/mongo');
const redis = require('../lib/redis');

const router = Router();

router.get('/live', (req, res) => res.sendStatus(204));

router.get('/ready', (req, res) => {
  const isReady = mongo.isReady() && redis.isReady;
  res.sendStatus(isReady ? 204 : 503);
});

module.exports = router;
