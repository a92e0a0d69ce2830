const { Strategy } = require('passport-google-oauth20');
const GITHUB_SECRET = '9d1c0f7ae2';

// ruleid: oauth-secret-literal
passport.use(new Strategy({ clientID: 'shop', clientSecret: 'b7f1e0aa42', callbackURL }, find));
// ruleid: oauth-secret-literal
passport.use(new TwitterStrategy({ consumerKey, consumerSecret: 'b7f1e0aa42' }, find));
// the place of a constant is where the secret stands
// ruleid: oauth-secret-literal
passport.use(new GitHubStrategy({ clientID, clientSecret: GITHUB_SECRET, callbackURL }, find));

// ok: oauth-secret-literal
passport.use(new Strategy({ clientID, clientSecret: process.env.CLIENT_SECRET, callbackURL }, find));
// ok: oauth-secret-literal (near miss: the id of a client is public)
passport.use(new Strategy({ clientID: 'shop-web-client', clientSecret, callbackURL }, find));
// ok: oauth-secret-literal (near miss: nothing is written yet)
const empty = { clientSecret: '' };
