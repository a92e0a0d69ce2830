router.post('/login', async (req, res) => {
  if (!(await verify(req.body))) {
    // ruleid: auth-failure-logged
    req.log.warn('login refused');
    res.status(401).end();
    return;
  }
  // ok: auth-failure-logged
  req.log.info({ user: user.id }, 'login');
  res.end();
});
function login(req, res) {
  // ruleid: auth-failure-logged
  logger.info({ account }, 'login failed');
  // ok: auth-failure-logged
  res.status(401).end();
}
// ok: auth-failure-logged (near miss: another route)
router.post('/orders', (req, res) => { req.log.warn('refused'); });
