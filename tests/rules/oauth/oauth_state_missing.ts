import { Strategy as GoogleStrategy } from 'passport-google-oauth20';

// ruleid: oauth-state-missing
export const google = new GoogleStrategy({ clientID: id, clientSecret: secret, callbackURL: url }, verify);
// ok: oauth-state-missing
export const safe = new GoogleStrategy({ clientID: id, clientSecret: secret, callbackURL: url, pkce: true, state: true }, verify);
