'use strict';

const minimist = require('minimist');

const args = minimist(process.argv.slice(2));

module.exports = {
  port: args.port || process.env.PORT || 3000,
  cookieSecret: process.env.COOKIE_SECRET || 'dev-secret',
  mongoUrl: 'mongodb://shop:not-a-real-password@db.shop.example:27017/shop',
  paymentUrl: 'https://payments.example/charge',
  logFile: 'logs/shop.log',
};
