import { Router } from 'express';

import { pingDatabase } from './db/pool.js';
import { pingRedis } from './db/redis.js';

let stopping = false;

/** From here on the instance says that it takes no more work. */
export function markStopping(): void {
  stopping = true;
}

export const healthRouter = Router();

healthRouter.get('/live', (_req, res) => {
  res.json({ status: 'ok' });
});

healthRouter.get('/ready', async (req, res) => {
  if (stopping) {
    res.status(503).json({ status: 'stopping' });
    return;
  }
  const results = await Promise.allSettled([pingDatabase(), pingRedis()]);
  const failed = results.filter((result) => result.status === 'rejected');
  for (const failure of failed) {
    req.log.warn({ err: failure.reason }, 'not ready');
  }
  res
    .status(failed.length === 0 ? 200 : 503)
    .json({ status: failed.length === 0 ? 'ok' : 'unavailable' });
});
