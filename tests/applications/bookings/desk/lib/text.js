'use strict';

const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** Makes a text harmless inside of a regular expression. */
const escapeRegExp = (text) => text.replace(SPECIAL, '\\$&');

const GREETINGS = ['hello', 'hi', 'dear all', 'good morning'];

// built once from words of our own
const GREETING = new RegExp(`^(?:${GREETINGS.map(escapeRegExp).join('|')})[,!]?\\s+`, 'i');

const withoutGreeting = (text) => text.replace(GREETING, '');

const SLUG_LENGTH = 60;

const slugOf = (title) =>
  title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, SLUG_LENGTH);

function shorten(text, length = 140) {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

module.exports = { escapeRegExp, shorten, slugOf, withoutGreeting };
