import { csrfSync } from 'csrf-sync';

export const { generateToken, csrfSynchronisedProtection: csrfProtection } = csrfSync({
  getTokenFromRequest: (req) => req.headers['x-csrf-token'],
});
