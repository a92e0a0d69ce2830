// ruleid: environment-required
if (!process.env.SESSION_SECRET) {
  throw new Error('SESSION_SECRET is not set');
}
// ruleid: environment-required
if (!process.env.JWT_KEY) throw new Error('JWT_KEY is not set');

for (const name of ['ONE', 'TWO']) {
  // ruleid: environment-required
  if (!process.env[name]) {
    console.error(`${name} is not set`);
    process.exit(1);
  }
}

// ok: environment-required
if (process.env.DEBUG) {
  app.use(trace());
}
// ok: environment-required
if (!user) {
  throw new Error('no user');
}
// ok: environment-required (near miss: it goes on)
if (!process.env.SESSION_SECRET) {
  console.warn('SESSION_SECRET is not set');
}
