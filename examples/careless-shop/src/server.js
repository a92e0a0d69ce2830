'use strict';

const app = require('./app');
const config = require('./config');
const logger = require('./logger');

process.on('unhandledRejection', () => {});

app.listen(config.port, () => {
  logger.info(`careless-shop listens on ${config.port}`);
});
