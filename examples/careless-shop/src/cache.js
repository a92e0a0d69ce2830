'use strict';

const redis = require('redis');

const logger = require('./logger');

const client = redis.createClient('redis://cache.shop.example:6379');
client.on('error', (error) => logger.error(error.message));

function remember(key, load, done) {
  client.get(key, (error, cached) => {
    if (!error && cached) {
      done(null, JSON.parse(cached));
      return;
    }
    load((failed, value) => {
      if (failed) {
        done(failed);
        return;
      }
      client.set(key, JSON.stringify(value));
      done(null, value);
    });
  });
}

function forget(key) {
  client.del(key);
}

module.exports = { remember, forget };
