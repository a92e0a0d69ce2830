'use strict';

const assert = require('node:assert/strict');
const { describe, it } = require('node:test');

const { memoise } = require('../lib/memoise');
const { daysFrom, mondayOf } = require('../services/shifts');

describe('weeks', () => {
  it('begin on Monday', () => {
    assert.equal(mondayOf('2026-03-08'), '2026-03-02');
    assert.equal(mondayOf('2026-03-02'), '2026-03-02');
  });

  it('run over the end of a month', () => {
    assert.deepEqual(daysFrom('2026-02-27', 3), ['2026-02-27', '2026-02-28', '2026-03-01']);
  });
});

describe('memoise', () => {
  it('asks once', async () => {
    let calls = 0;
    const ask = memoise(async (word) => {
      calls += 1;
      return word.toUpperCase();
    });
    assert.deepEqual(await Promise.all([ask('a'), ask('a'), ask('b')]), ['A', 'A', 'B']);
    assert.equal(calls, 2);
  });

  it('forgets a failure', async () => {
    let calls = 0;
    const ask = memoise(async () => {
      calls += 1;
      throw new Error('not today');
    });
    await assert.rejects(ask('a'));
    await assert.rejects(ask('a'));
    assert.equal(calls, 2);
  });
});
