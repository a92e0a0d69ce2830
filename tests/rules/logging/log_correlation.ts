// ruleid: log-correlation
app.use(pinoHttp({ genReqId: () => randomUUID() }));
export function identify(req: Request): void {
  // ruleid: log-correlation
  req.id = crypto.randomUUID();
  // ok: log-correlation
  req.user = undefined;
}
// ok: log-correlation (near miss: another generator)
export const options = { genId: () => 1 };
