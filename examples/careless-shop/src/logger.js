'use strict';

const winston = require('winston');

const config = require('./config');

module.exports = winston.createLogger({
  level: 'debug',
  format: winston.format.simple(),
  transports: [
    new winston.transports.Console(),
    new winston.transports.File({ filename: config.logFile }),
  ],
});
