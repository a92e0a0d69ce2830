const loginLimiter = limit({ limit: 5 });

// ruleid: login-rate-limited
router.post('/login', loginLimiter, login);
// ruleid: login-rate-limited
app.use('/auth', limiters.strict, auth);
// ruleid: login-rate-limited
app.post('/api/sign-in', [bruteForce.prevent, validate], login);
// ok: login-rate-limited
router.post('/login', login);
// ok: login-rate-limited
router.post('/orders', orderLimiter, add);
// ok: login-rate-limited (near miss: a limit of the size)
router.post('/login', express.json({ limit: '1kb' }), login);
// ok: login-rate-limited (near miss: another path that begins the same way)
router.post('/loginless', loginLimiter, add);
