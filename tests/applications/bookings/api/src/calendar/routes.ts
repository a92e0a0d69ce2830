import { Router, type RequestHandler } from 'express';
import { z } from 'zod';

import { identityOf, requireMember, requireRole } from '../auth/guards.js';
import * as bookings from '../bookings/repository.js';
import { NotFoundError } from '../errors.js';
import { isEnabled } from '../flags.js';
import { MAX_PAGE_SIZE } from '../http/pagination.js';
import { validate } from '../http/validate.js';
import { allowedCalendar, fetchCalendar } from './client.js';
import { readCalendar, toCalendar } from './ical.js';

const ImportRequest = z.strictObject({ address: z.string().max(500) });

const importEnabled: RequestHandler = (_req, _res, next) => {
  next(isEnabled('calendar-import') ? undefined : new NotFoundError('this page'));
};

export function calendarRoutes(): Router {
  const router = Router();

  router.get('/mine.ics', requireMember, async (req, res) => {
    const { items } = await bookings.list(
      { page: 1, pageSize: MAX_PAGE_SIZE, sort: 'start', order: 'asc', state: 'confirmed' },
      identityOf(req).memberId,
    );
    res.attachment('harbour-hall.ics').type('text/calendar').send(toCalendar(items, new Date()));
  });

  router.post(
    '/imports',
    requireMember,
    requireRole('admin'),
    importEnabled,
    validate({ body: ImportRequest }),
    async (req, res) => {
      const calendar = await fetchCalendar(allowedCalendar(req.body.address));
      res.json({ events: readCalendar(calendar) });
    },
  );

  return router;
}
