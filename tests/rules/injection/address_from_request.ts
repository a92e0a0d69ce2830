import type { Request, Response } from 'express';

export const avatar = async ({ body }: Request, res: Response): Promise<void> => {
  // ruleid: address-from-request
  const picture = await fetch(body.imageUrl);
  // ok: address-from-request
  const stock = await fetch(`https://stock.example/items/${body.id}`);
  res.json([picture.status, stock.status]);
};
