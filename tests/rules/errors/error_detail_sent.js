app.use((err, req, res, next) => {
  // ruleid: error-detail-sent
  res.status(500).send(err.stack);
  // ruleid: error-detail-sent
  res.render('error', { title: 'Oops', error: err });
  // ok: error-detail-sent
  res.status(500).json({ error: 'internal error' });
  // ok: error-detail-sent
  res.status(500).json({ stack: process.env.NODE_ENV === 'development' ? err.stack : undefined });
});
router.get('/', async (req, res) => {
  try {
    res.json(await list());
  } catch (error) {
    // ruleid: error-detail-sent
    res.status(500).json(error);
    // ok: error-detail-sent (near miss: a status, not the error)
    res.status(error.status).end();
  }
});
