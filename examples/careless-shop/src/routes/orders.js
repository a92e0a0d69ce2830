'use strict';

const express = require('express');
const _ = require('lodash');
const moment = require('moment');
const multer = require('multer');

const cache = require('../cache');
const { loggedIn } = require('../auth/guards');
const { Order } = require('../db');

const router = express.Router();
const upload = multer({ dest: 'public/uploads' });

router.use(loggedIn);

router.get('/', (req, res, next) => {
  const user = req.session.user.id;
  const load = (done) => Order.find({ user }).lean().exec(done);
  cache.remember(`orders:${user}`, load, (error, orders) => {
    if (error) {
      next(error);
      return;
    }
    res.render('orders', {
      orders: orders.map((order) => ({ ...order, when: moment(order.placed).fromNow() })),
    });
  });
});

router.post('/', (req, res, next) => {
  const order = new Order(_.merge({ user: req.session.user.id }, req.body));
  order.save((error) => {
    if (error) {
      next(error);
      return;
    }
    cache.forget(`orders:${req.session.user.id}`);
    res.redirect('/orders');
  });
});

router.post('/:id/invoice', upload.single('invoice'), (req, res, next) => {
  Order.findByIdAndUpdate(req.params.id, { invoice: req.file.filename }, (error) => {
    if (error) {
      next(error);
      return;
    }
    res.redirect('/orders');
  });
});

module.exports = router;
