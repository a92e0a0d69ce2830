import { timingSafeEqual } from 'node:crypto';

import { Router, type RequestHandler } from 'express';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export const registry = new Registry();

collectDefaultMetrics({ register: registry });

const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'Time from the first byte to the last',
  labelNames: ['method', 'route', 'status'] as const,
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [registry],
});

export const bookingsMade = new Counter({
  name: 'bookings_made_total',
  help: 'Bookings that were confirmed',
  labelNames: ['room_kind'] as const,
  registers: [registry],
});

export const measure: RequestHandler = (req, res, next) => {
  const stop = duration.startTimer();
  res.on('finish', () => {
    const route = typeof req.route?.path === 'string' ? req.route.path : 'none';
    stop({ method: req.method, route, status: String(res.statusCode) });
  });
  next();
};

const scraperOnly: RequestHandler = (req, res, next) => {
  const given = Buffer.from(req.get('authorization') ?? '');
  const expected = Buffer.from(`Bearer ${process.env.METRICS_TOKEN}`);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    res.status(401).end();
    return;
  }
  next();
};

export const metricsRouter = Router();

metricsRouter.get('/metrics', scraperOnly, async (_req, res) => {
  res.type(registry.contentType).send(await registry.metrics());
});
