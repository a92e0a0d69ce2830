'use strict';

const crypto = require('crypto');

const { publicUrl } = require('../config');
const { translate } = require('../lib/i18n');
const { logger } = require('../lib/logger');
const { Subscriber } = require('../models/subscriber');
const mailer = require('./mailer');

const sign = (purpose, id) =>
  crypto
    .createHmac('sha256', process.env.LINK_SECRET)
    .update(`${purpose}:${id}`)
    .digest('base64url');

/** Whether `signature` is ours for this purpose and subscriber. */
function isOurs(purpose, id, signature) {
  const expected = Buffer.from(sign(purpose, id));
  const given = Buffer.from(signature);
  return expected.length === given.length && crypto.timingSafeEqual(expected, given);
}

const linkTo = (purpose, id) => {
  const link = new URL(`/newsletter/${purpose}/${id}`, publicUrl);
  link.searchParams.set('s', sign(purpose, id));
  return link.href;
};

/** Asks the owner of the address. Says the same whether it is on the list or not. */
async function subscribe(email, locale) {
  const known = await Subscriber.findOne({ email }).lean();
  if (known?.confirmedAt) {
    return;
  }
  const subscriber = known ?? (await Subscriber.create({ email, locale }));
  await mailer.confirm(subscriber.email, {
    title: translate(locale, 'newsletter.title'),
    link: linkTo('confirm', subscriber._id),
  });
}

async function confirm(id) {
  await Subscriber.updateOne({ _id: id }, { $set: { confirmedAt: new Date() } });
  logger.info({ event: 'newsletter_confirmed', subscriberId: id }, 'subscriber confirmed');
}

async function unsubscribe(id) {
  await Subscriber.deleteOne({ _id: id });
  logger.info({ event: 'newsletter_left', subscriberId: id }, 'subscriber gone');
}

module.exports = { confirm, isOurs, linkTo, subscribe, unsubscribe };
