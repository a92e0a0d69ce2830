'use strict';

const mongoose = require('mongoose');

const config = require('./config');
const logger = require('./logger');

mongoose.connect(config.mongoUrl, { useNewUrlParser: true, useUnifiedTopology: true });
mongoose.connection.on('error', (error) => logger.error(error.message));

const User = mongoose.model(
  'User',
  new mongoose.Schema({
    email: String,
    password: String,
    role: { type: String, default: 'customer' },
  }),
);

const Order = mongoose.model(
  'Order',
  new mongoose.Schema({
    user: { type: mongoose.Schema.Types.ObjectId, ref: 'User' },
    article: String,
    quantity: Number,
    invoice: String,
    placed: { type: Date, default: Date.now },
  }),
);

module.exports = { User, Order };
