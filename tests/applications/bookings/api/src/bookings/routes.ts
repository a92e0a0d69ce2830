import { Router } from 'express';

import { identityOf, requireMember, requireRole } from '../auth/guards.js';
import { cached } from '../cache.js';
import { config } from '../config.js';
import { pageLinks } from '../http/pagination.js';
import { noStore } from '../http/security.js';
import { validate } from '../http/validate.js';
import { RoomParams } from '../rooms/schemas.js';
import { formatPrice } from './pricing.js';
import * as bookings from './repository.js';
import {
  BookingParams,
  BookingQuery,
  Cancellation,
  MoveBooking,
  NewBooking,
  type BookingQueryType,
} from './schemas.js';
import * as service from './service.js';

export const bookingsRouter = Router();

// Which hours of today are taken is no secret; by whom is.
bookingsRouter.get('/taken/:roomId', validate({ params: RoomParams }), async (req, res) => {
  const roomId = String(req.params.roomId);
  const today = new Date();
  today.setUTCHours(0, 0, 0, 0);
  const slots = await cached(`taken:${roomId}`, () => bookings.takenSlots(roomId, today), {
    ttlS: 15,
  });
  res.json({ roomId, slots });
});

bookingsRouter.use(requireMember, noStore);

bookingsRouter.get('/', validate({ query: BookingQuery }), async (req, res) => {
  const query = res.locals.query as BookingQueryType;
  const { memberId } = identityOf(req);
  const { items, total } = await bookings.list(query, memberId);
  const page = { items, total, page: query.page, pageSize: query.pageSize };
  res.links(pageLinks(new URL(req.originalUrl, config.publicUrl), page)).json(page);
});

bookingsRouter.post('/', validate({ body: NewBooking }), async (req, res) => {
  const { booking, paymentUrl } = await service.book(identityOf(req), req.body);
  res.status(201).location(`/v1/bookings/${booking.id}`).json({ booking, paymentUrl });
});

bookingsRouter.get(
  '/all',
  requireRole('warden', 'admin'),
  validate({ query: BookingQuery }),
  async (_req, res) => {
    const query = res.locals.query as BookingQueryType;
    res.json(await bookings.list(query));
  },
);

bookingsRouter
  .route('/:bookingId')
  .all(validate({ params: BookingParams }))
  .get(async (req, res) => {
    const booking = await service.own(identityOf(req), String(req.params.bookingId));
    res.json({ ...booking, price: formatPrice(booking.priceCents) });
  })
  .patch(validate({ body: MoveBooking }), async (req, res) => {
    res.json(await service.move(identityOf(req), String(req.params.bookingId), req.body));
  })
  .delete(validate({ body: Cancellation }), async (req, res) => {
    await service.cancel(identityOf(req), String(req.params.bookingId), req.body.reason);
    res.status(204).end();
  });

// The old address of a booking, which stands in printed leaflets.
bookingsRouter.get(
  '/by-number/:bookingId',
  validate({ params: BookingParams }),
  async (req, res) => {
    const booking = await service.own(identityOf(req), String(req.params.bookingId));
    res.redirect(308, `/v1/bookings/${booking.id}`);
  },
);
