const swaggerUi = require('swagger-ui-express');

// ruleid: api-docs-open
app.use('/api-docs', swaggerUi.serve, swaggerUi.setup(spec));
// ruleid: api-docs-open
app.get('/docs', swaggerUi.setup(spec));
// ok: api-docs-open
app.use('/docs', requireAuth, swaggerUi.serve, swaggerUi.setup(spec));
if (process.env.NODE_ENV !== 'production') {
  // ok: api-docs-open
  app.use('/docs', swaggerUi.serve, swaggerUi.setup(spec));
}
// ok: api-docs-open (near miss: another page)
app.use('/help', pages.serve, pages.setup(spec));
