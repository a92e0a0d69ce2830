import { raw, Router, type RequestHandler } from 'express';
import { z } from 'zod';

import * as bookings from '../bookings/service.js';
import { redis } from '../db/redis.js';
import { InvalidInputError, UnauthorizedError } from '../errors.js';
import { isSignedBy } from './signature.js';

const SEEN_TTL_S = 24 * 60 * 60;

const Event = z.object({
  id: z.string().regex(/^evt_[A-Za-z0-9]{8,40}$/),
  type: z.enum(['payment.succeeded', 'payment.failed', 'payment.refunded']),
  data: z.object({ reference: z.uuid() }),
});

type EventType = z.infer<typeof Event>;

const signedByProvider: RequestHandler = (req, _res, next) => {
  const secret = process.env.PAYMENT_WEBHOOK_SECRET as string;
  if (!isSignedBy(secret, req.get('x-signature'), req.body)) {
    next(new UnauthorizedError('the signature is not valid'));
    return;
  }
  next();
};

const parseEvent: RequestHandler = (req, res, next) => {
  const event = Event.safeParse(JSON.parse(req.body.toString('utf8')));
  if (!event.success) {
    next(new InvalidInputError(['body']));
    return;
  }
  res.locals.event = event.data;
  next();
};

/** Providers deliver more than once; the second time there is nothing left to do. */
const isFirstDelivery = async (id: string): Promise<boolean> =>
  (await redis.set(`bookings:webhook:${id}`, '1', 'EX', SEEN_TTL_S, 'NX')) === 'OK';

export const webhooksRouter = Router();

webhooksRouter.post(
  '/payments',
  raw({ type: 'application/json', limit: '64kb' }),
  signedByProvider,
  parseEvent,
  async (req, res) => {
    const event = res.locals.event as EventType;
    if (await isFirstDelivery(event.id)) {
      if (event.type === 'payment.succeeded') {
        await bookings.confirm(event.data.reference);
      } else {
        req.log.info({ type: event.type }, 'webhook noted');
      }
    }
    res.status(204).end();
  },
);
