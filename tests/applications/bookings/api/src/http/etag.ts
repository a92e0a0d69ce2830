import { createHash } from 'node:crypto';

import type { Request, Response } from 'express';

// An entity tag only has to change when the content does; nobody gains by forging one.
export const etagOf = (content: string | Buffer): string =>
  `"${createHash('md5').update(content).digest('base64url')}"`;

const WEAK_PREFIX = /^W\//;

export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (header === undefined) {
    return false;
  }
  return header
    .split(',')
    .map((candidate) => candidate.trim().replace(WEAK_PREFIX, ''))
    .some((candidate) => candidate === '*' || candidate === etag);
}

/** Answers with JSON that a client may keep for `maxAgeS` seconds, or with 304. */
export function sendCacheable(req: Request, res: Response, value: object, maxAgeS: number): void {
  const text = JSON.stringify(value);
  const etag = etagOf(text);
  res.set('Cache-Control', `private, max-age=${maxAgeS}`);
  res.set('ETag', etag);
  if (matchesEtag(req.get('if-none-match'), etag)) {
    res.status(304).end();
    return;
  }
  res.json(value);
}
