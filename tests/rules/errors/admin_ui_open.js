// ruleid: admin-ui-open
app.use('/admin/queues', serverAdapter.getRouter());
// ruleid: admin-ui-open
app.use('/dash', Agendash(agenda));
// ok: admin-ui-open
app.use('/admin/jobs', requireAdmin, serverAdapter.getRouter());
if (process.env.NODE_ENV !== 'production') {
  // ok: admin-ui-open
  app.use('/queues', serverAdapter.getRouter());
}
// ok: admin-ui-open (near miss: a router of the application)
app.use('/orders', orders.routes());
