// ruleid: cookie-samesite-none-insecure
res.cookie('embed', id, { sameSite: 'none', httpOnly: true });
// ruleid: cookie-samesite-none-insecure
app.use(session({ secret, cookie: { sameSite: 'None', maxAge: 3600000 } }));

// ok: cookie-samesite-none-insecure
res.cookie('embed', id, { sameSite: 'none', secure: true });
// ok: cookie-samesite-none-insecure (near miss: secure may be among the others)
res.cookie('embed', id, { ...defaults, sameSite: 'none' });
// ok: cookie-samesite-none-insecure
res.cookie('theme', 'dark', { sameSite: 'lax' });
