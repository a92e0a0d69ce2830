'use strict';

const mongoose = require('mongoose');

const { logger } = require('./logger');

// A filter may only hold values, never operators, unless a module asks for it.
mongoose.set('sanitizeFilter', true);
mongoose.set('strictQuery', true);

async function connect() {
  await mongoose.connect(process.env.MONGODB_URI, {
    tls: true,
    maxPoolSize: 10,
    serverSelectionTimeoutMS: 5000,
    socketTimeoutMS: 20000,
  });
  logger.info('database connected');
}

const close = () => mongoose.connection.close();

const isReady = () => mongoose.connection.readyState === 1;

module.exports = { connect, close, isReady };
