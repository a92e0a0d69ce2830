import express, { type Express } from 'express';

import { authRouter } from './auth/routes.js';
import { bookingsRouter } from './bookings/routes.js';
import { calendarRoutes } from './calendar/routes.js';
import { healthRouter } from './health.js';
import { errorHandler, notFound } from './http/errorHandler.js';
import { globalLimiter } from './http/rateLimits.js';
import { crossOrigin, securityHeaders } from './http/security.js';
import invoicesRouter from './invoices/routes.js';
import { requestLogger } from './logger.js';
import { measure } from './metrics.js';
import { membersRouter } from './members/routes.js';
import { openApiRouter } from './openapi.js';
import { roomsRouter } from './rooms/routes.js';
import { webhooksRouter } from './webhooks/routes.js';

export function createApp(): Express {
  const app = express();

  app.disable('x-powered-by');
  // one load balancer stands in front of us and sets X-Forwarded-For
  app.set('trust proxy', 1);
  app.set('query parser', 'simple');

  app.use(securityHeaders);
  app.use(requestLogger);
  app.use('/health', healthRouter);
  app.use(measure);
  app.use(globalLimiter);
  app.use(crossOrigin);

  // before the JSON parser: the signature covers the raw bytes
  app.use('/webhooks', webhooksRouter);

  app.use(express.json({ limit: '50kb', strict: true }));

  const v1 = express.Router();
  v1.use('/auth', authRouter);
  v1.use('/members', membersRouter);
  v1.use('/rooms', roomsRouter);
  v1.use('/bookings', bookingsRouter);
  v1.use('/calendar', calendarRoutes());
  v1.use('/invoices', invoicesRouter);
  v1.use(openApiRouter);
  app.use('/v1', v1);

  app.use(notFound);
  app.use(errorHandler);

  return app;
}
