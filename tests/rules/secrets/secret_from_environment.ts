import parse from 'cookie-parser';
import { createHmac } from 'node:crypto';
import { Strategy } from 'passport-oauth2';

// ruleid: secret-from-environment
app.use(parse(process.env.COOKIE_SECRET));
// ruleid: secret-from-environment
createHmac('sha256', process.env.WEBHOOK_KEY!);
// ruleid: secret-from-environment
passport.use(new Strategy({ clientID, clientSecret: process.env.OAUTH_SECRET }, found));
// ok: secret-from-environment
passport.use(new Strategy({ clientID: process.env.OAUTH_ID }, found));
// ok: secret-from-environment
app.use(parse());
