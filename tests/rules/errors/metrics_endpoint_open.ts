// ruleid: metrics-endpoint-open
app.get('/metrics', wrap(metrics.serve()));
export function configure(app: Express): void {
  // ruleid: metrics-endpoint-open
  app.get('/metrics', async (req, res) => res.end(await register.metrics()));
}
export function guarded(router: Router): void {
  router.use(requireAuth);
  // ok: metrics-endpoint-open
  router.get('/metrics', serve);
}
// ok: metrics-endpoint-open (near miss: sent to a collector)
exporter.push('/metrics');
