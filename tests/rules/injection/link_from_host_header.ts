import type { Request, Response } from 'express';
import { sendMail } from './mail.js';

export async function forgot(req: Request, res: Response): Promise<void> {
  const link = `${req.protocol}://${req.get('host')}/reset`;
  // ruleid: link-from-host-header
  await sendMail('a@shop.example', link);
  // ok: link-from-host-header
  await sendMail('a@shop.example', 'https://shop.example/reset');
  res.sendStatus(202);
}
