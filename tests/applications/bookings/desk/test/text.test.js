'use strict';

const assert = require('node:assert/strict');
const { it } = require('node:test');

const { cell, line } = require('../services/csv');
const { escapeRegExp, shorten, slugOf, withoutGreeting } = require('../lib/text');

it('makes a slug of a title', () => {
  assert.equal(slugOf('Opening hours, December!'), 'opening-hours-december');
});

it('escapes what means something in an expression', () => {
  assert.equal(new RegExp(escapeRegExp('a+b (c)')).test('a+b (c)'), true);
});

it('takes a greeting away', () => {
  assert.equal(withoutGreeting('Dear all, the lift is broken'), 'the lift is broken');
});

it('shortens', () => {
  assert.equal(shorten('abcdef', 4), 'abc…');
});

it('keeps formulas from running', () => {
  assert.equal(cell('=1+1'), `"'=1+1"`);
  assert.equal(line(['a', null]), '"a",""\r\n');
});
