'use strict';

const axios = require('axios');
const express = require('express');
const https = require('https');

const config = require('../config');
const { withToken } = require('../auth/guards');
const { Order } = require('../db');

const router = express.Router();
const agent = new https.Agent({ rejectUnauthorized: false });

router.use(withToken);

router.get('/orders', (req, res, next) => {
  Order.find({ user: req.user.id }, (error, orders) => {
    if (error) {
      next(error);
      return;
    }
    res.json(orders);
  });
});

router.get('/orders/:id/parcel', (req, res, next) => {
  axios
    .get('http://shipping.example/api/parcels', { params: { order: req.params.id } })
    .then((answer) => res.json(answer.data))
    .catch(next);
});

router.post('/orders/:id/pay', (req, res, next) => {
  axios
    .post(config.paymentUrl, { order: req.params.id, card: req.body.card }, { httpsAgent: agent })
    .then((answer) => res.json(answer.data))
    .catch(next);
});

module.exports = router;
