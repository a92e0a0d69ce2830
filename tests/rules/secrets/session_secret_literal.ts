import sessions, { SessionOptions } from 'express-session';
import parseCookies from 'cookie-parser';
import type { Express } from 'express';

const options: SessionOptions = {
  secret: 'typed cat',
  resave: false,
};

export function protect(app: Express, secret: string): void {
  // ruleid: session-secret-literal
  app.use(sessions(options));
  // ruleid: session-secret-literal
  app.use(sessions({ secret: 'inline cat' as string }));
  // ruleid: session-secret-literal
  app.use(parseCookies(['first', 'second']));
  // ok: session-secret-literal
  app.use(sessions({ secret }));
  // ok: session-secret-literal
  app.use(parseCookies(process.env.COOKIE_SECRET!));
}
