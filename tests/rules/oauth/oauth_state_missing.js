const { Strategy } = require('passport-google-oauth20');

// ruleid: oauth-state-missing
passport.use(new Strategy({ clientID, clientSecret, callbackURL: '/done' }, verify));
// ruleid: oauth-state-missing
passport.use('github', new GitHubStrategy({ clientID, clientSecret, callbackURL, scope: ['user'] }, verify));

// ok: oauth-state-missing
passport.use(new Strategy({ clientID, clientSecret, callbackURL, state: true }, verify));
// ok: oauth-state-missing (near miss: what is not written here may hold it)
passport.use(new Strategy({ ...settings, clientID, callbackURL }, verify));
// ok: oauth-state-missing
passport.use(new LocalStrategy({ usernameField: 'email' }, verify));
