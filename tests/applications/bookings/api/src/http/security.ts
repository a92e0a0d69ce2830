import cors, { type CorsOptions } from 'cors';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

import { config } from '../config.js';

const ONE_YEAR_S = 365 * 24 * 60 * 60;

export const securityHeaders = helmet({
  strictTransportSecurity: { maxAge: ONE_YEAR_S, includeSubDomains: true, preload: true },
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginResourcePolicy: { policy: 'same-site' },
});

const allowedOrigins = new Set(config.webOrigins);

const corsOptions: CorsOptions = {
  origin: (origin, done) => {
    // no Origin header: not a browser, or the same site
    done(null, origin === undefined || allowedOrigins.has(origin));
  },
  methods: ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'if-none-match'],
  exposedHeaders: ['etag', 'link'],
  credentials: false,
  maxAge: 600,
};

export const crossOrigin = cors(corsOptions);

/** Personal answers must not stay in a shared cache. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};
