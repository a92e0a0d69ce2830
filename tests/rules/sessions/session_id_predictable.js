let counter = 0;
// ruleid: session-id-predictable
app.use(session({ genid: () => String(Math.random()), secret }));
app.use(session({
  genid: function (req) {
    // ruleid: session-id-predictable
    return req.ip + Date.now();
  },
  secret,
}));
// ruleid: session-id-predictable
app.use(session({ genid: () => `s${counter++}`, secret }));

// ok: session-id-predictable
app.use(session({ genid: () => crypto.randomUUID(), secret }));
// ok: session-id-predictable (near miss: the time before enough random bytes)
app.use(session({ genid: () => Date.now() + crypto.randomBytes(32).toString('hex'), secret }));
