import swaggerUi from 'swagger-ui-express';

// ruleid: api-docs-open
app.use('/docs', swaggerUi.serve, swaggerUi.setup(spec));
export function mount(app: Express): void {
  // ruleid: api-docs-open
  app.use('/v1/docs', swaggerUi.serve, swaggerUi.setup(spec, { explorer: true }));
  // ok: api-docs-open
  app.use('/v2/docs', basicAuth({ users }), swaggerUi.serve, swaggerUi.setup(spec));
}
// ok: api-docs-open (near miss: made, not mounted)
export const page = swaggerUi.generateHTML(spec);
