import { Router } from 'express';
import { z } from 'zod';

import { requireSession } from '../auth/guards.js';
import { csrfProtection } from '../csrf.js';
import { addOrder, listOrders } from '../db.js';
import { validate } from '../validate.js';

const NewOrder = z.strictObject({
  article: z.string().regex(/^[A-Z0-9-]{3,20}$/),
  quantity: z.int().min(1).max(100),
});

export function orderRoutes() {
  const router = Router();
  router.use(requireSession);

  router.get('/', async (req, res) => {
    res.set('cache-control', 'no-store').json({ orders: await listOrders(req.session.user.id) });
  });

  router.post('/', csrfProtection, validate(NewOrder), async (req, res) => {
    const id = await addOrder(req.session.user.id, req.body);
    req.log.info({ orderId: id }, 'order placed');
    res.status(201).json({ id });
  });

  return router;
}
