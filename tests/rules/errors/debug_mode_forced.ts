// ruleid: debug-mode-forced
app.set('env', 'development');
export function start(app: Express): void {
  // ruleid: debug-mode-forced
  app.set('env', 'development');
  // ok: debug-mode-forced
  app.set('env', process.env.NODE_ENV);
}
// ok: debug-mode-forced (near miss: read, not set)
export const env = app.get('env');
