import { Router } from 'express';
import { z } from 'zod';

import { requireToken } from '../auth/guards.js';
import { findOrder, listOrders } from '../db.js';
import { trackParcel } from '../shipping.js';

const OrderId = z.uuid();

export function apiRoutes() {
  const router = Router();
  router.use(requireToken);

  router.get('/orders', async (req, res) => {
    res.set('cache-control', 'no-store').json({ orders: await listOrders(req.user.id) });
  });

  router.get('/orders/:id/parcel', async (req, res) => {
    const id = OrderId.safeParse(req.params.id);
    const order = id.success ? await findOrder(req.user.id, id.data) : undefined;
    if (!order) {
      res.status(404).json({ error: 'no such order' });
      return;
    }
    res.set('cache-control', 'no-store').json(await trackParcel(order.id));
  });

  return router;
}
