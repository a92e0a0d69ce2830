import sessions, { type SessionOptions } from 'express-session';

const options: SessionOptions = { secret: process.env.SESSION_SECRET! };

export function install(app: Express): void {
  // ruleid: express-session-used
  app.use(sessions(options));
  // ruleid: express-session-used
  app.use(sessions({ ...options, resave: false }));
  // ok: express-session-used
  app.use(helmet());
  // ok: express-session-used (near miss: a session of something else)
  app.use(database.session({ secret: 'x' }));
}
