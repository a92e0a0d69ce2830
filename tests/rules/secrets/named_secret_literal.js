module.exports = {
  port: 3000,
  // ruleid: named-secret-literal
  cookieSecret: 'a-made-up-cookie-secret',
  nested: {
    // ruleid: named-secret-literal
    cryptoKey: 'a-made-up-crypto-key',
  },
  // ok: named-secret-literal
  jwtSecret: process.env.JWT_SECRET,
  // ok: named-secret-literal
  theme: 'a-made-up-theme',
  // ok: named-secret-literal (near miss: the name of a header)
  apiKey: 'x-api-key-header',
  // ok: named-secret-literal (near miss: the name of a field)
  clientSecret: 'client_secret',
  // ok: named-secret-literal (near miss: a sentence for people)
  missingSecret: 'The secret is missing',
};
// ok: named-secret-literal (near miss: an argument, for which other rules look)
app.use(session({ secret: 'a-made-up-session-secret' }));
