export async function show(req: Request, res: Response): Promise<void> {
  // ruleid: record-read-without-owner
  const invoice = await prisma.invoice.findUnique({ where: { id: req.params.id } });
  res.json(invoice);
}
export async function safe(req: Request, res: Response): Promise<void> {
  // ok: record-read-without-owner
  const invoice = await prisma.invoice.findFirst({ where: { id: req.params.id, owner: req.user.id } });
  res.json(invoice);
}
