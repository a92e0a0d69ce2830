// ruleid: metrics-endpoint-open
app.get('/metrics', serveMetrics);
// ruleid: metrics-endpoint-open
app.use('/internal/metrics', (req, res) => res.end(text));
// ok: metrics-endpoint-open
app.get('/metrics', requireAdmin, serveMetrics);
// ok: metrics-endpoint-open
app.get('/orders', list);
// ok: metrics-endpoint-open (near miss: another path that ends alike)
app.get('/biometrics', list);
