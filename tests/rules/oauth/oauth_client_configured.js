const { auth } = require('express-openid-connect');

// ruleid: oauth-client-configured
app.use(auth({ issuerBaseURL, clientID, secret: process.env.SESSION_KEY }));
// ruleid: oauth-client-configured
passport.use(new OAuth2Strategy({ clientID, clientSecret, callbackURL, state: true }, verify));
// ruleid: oauth-client-configured
const url = client.authorizationUrl({ scope: 'openid', state, nonce });

// ok: oauth-client-configured
passport.use(new LocalStrategy({ usernameField: 'email' }, verify));
// ok: oauth-client-configured (near miss: comes back from it)
const tokens = await client.callback(redirectUri, parameters, { state });
