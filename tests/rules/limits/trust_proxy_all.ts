export function configure(app: Express): void {
  // ruleid: trust-proxy-all
  app.enable('trust proxy');
  // ok: trust-proxy-all
  app.set('trust proxy', ['10.0.0.0/8']);
}
// ruleid: trust-proxy-all
server.set('trust proxy', true);
// ok: trust-proxy-all (near miss: asked for)
export const trusted = app.get('trust proxy');
