// ruleid: oauth-callback-plain
new Strategy({ clientID, clientSecret, callbackURL: 'http://shop.example/done', state: true }, verify);
// ruleid: oauth-callback-plain
client.authorizationUrl({ redirect_uri: `http://${host}/done`, state });

// ok: oauth-callback-plain
new Strategy({ clientID, clientSecret, callbackURL: 'https://shop.example/done', state: true }, verify);
// ok: oauth-callback-plain (near miss: this machine)
new Strategy({ clientID, clientSecret, callbackURL: 'http://localhost:3000/done', state: true }, verify);
