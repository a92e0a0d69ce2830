import { loginLimiter, throttle } from './limits.js';

// ruleid: login-rate-limited
router.route('/login').post(loginLimiter, login);
// ruleid: login-rate-limited
app.post('/v1/session', throttle({ limit: 5 }), login);
// ok: login-rate-limited
app.post('/v1/session', login);
// ok: login-rate-limited (near miss: the page, not the attempt)
router.get('/login', pageLimiter, page);
