// ruleid: admin-ui-mounted
app.use('/docs', swaggerUi.serve, swaggerUi.setup(spec));
// ruleid: admin-ui-mounted
app.use('/admin/queues', requireAdmin, serverAdapter.getRouter());
// ruleid: admin-ui-mounted
app.get('/metrics', requireAdmin, serveMetrics);
// ok: admin-ui-mounted
app.use('/orders', orders.router());
// ok: admin-ui-mounted
app.get('/orders', list);
// ok: admin-ui-mounted (near miss: another path that ends alike)
app.get('/biometrics', list);
