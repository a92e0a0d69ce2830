// ruleid: admin-ui-open
app.use(statusMonitor());
export function mount(app: Express): void {
  // ruleid: admin-ui-open
  app.use('/queues', board.getRouter());
}
export function guarded(router: Router): void {
  router.use(requireAdmin);
  // ok: admin-ui-open
  router.use('/queues', board.getRouter());
}
// ok: admin-ui-open (near miss: behind basic authentication)
app.use('/queues', basicAuth({ users }), board.getRouter());
