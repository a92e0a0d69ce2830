import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import express from 'express';
import { z } from 'zod';

import { identityOf, requireMember, requireRole } from '../auth/guards.js';
import { NotFoundError } from '../errors.js';
import { noStore } from '../http/security.js';
import { validate } from '../http/validate.js';
import { toLine } from './csv.js';
import * as invoices from './repository.js';
import { toXml } from './ubl.js';

const InvoiceParams = z.strictObject({ invoiceId: z.uuid() });
const YearParams = z.strictObject({ year: z.coerce.number().int().min(2015).max(2100) });

const router = express.Router();

router.use(requireMember, noStore);

router.get('/:invoiceId', validate({ params: InvoiceParams }), async (req, res) => {
  const { memberId } = identityOf(req);
  const invoice = await invoices.findOwn(memberId, String(req.params.invoiceId));
  if (invoice === undefined) {
    throw new NotFoundError('this invoice');
  }
  res.format({
    json: () => res.json(invoice),
    xml: () => res.send(toXml(invoice)),
  });
});

async function* lines(year: number): AsyncGenerator<string> {
  yield toLine(['number', 'issued', 'member', 'amount']);
  for await (const invoice of invoices.ofYear(year)) {
    yield toLine([
      invoice.number,
      invoice.issuedAt,
      invoice.memberName,
      invoice.amountCents / 100,
    ]);
  }
}

router.get(
  '/years/:year.csv',
  requireRole('admin'),
  validate({ params: YearParams }),
  async (req, res) => {
    const year = Number(req.params.year);
    res.attachment(`invoices-${year}.csv`).type('text/csv');
    await pipeline(Readable.from(lines(year)), res);
  },
);

export default router;
