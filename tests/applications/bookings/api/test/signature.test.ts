import { createHmac } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isSignedBy } from '../src/webhooks/signature.js';

const secret = 'test-secret-of-a-webhook-0123456789';
const body = Buffer.from('{"id":"evt_12345678"}');
const NOW_S = 1_760_000_000;

const sign = (time: number, bytes: Buffer): string =>
  createHmac('sha256', secret).update(`${time}.`).update(bytes).digest('hex');

describe('isSignedBy', () => {
  it('accepts a fresh signature', () => {
    const header = `t=${NOW_S},v1=${sign(NOW_S, body)}`;
    expect(isSignedBy(secret, header, body, NOW_S + 10)).toBe(true);
  });

  it('refuses an old one', () => {
    const header = `t=${NOW_S},v1=${sign(NOW_S, body)}`;
    expect(isSignedBy(secret, header, body, NOW_S + 301)).toBe(false);
  });

  it('refuses one for other bytes', () => {
    const header = `t=${NOW_S},v1=${sign(NOW_S, Buffer.from('{}'))}`;
    expect(isSignedBy(secret, header, body, NOW_S)).toBe(false);
  });

  it('refuses a header of another form', () => {
    expect(isSignedBy(secret, undefined, body, NOW_S)).toBe(false);
    expect(isSignedBy(secret, 'v1=00', body, NOW_S)).toBe(false);
  });
});
