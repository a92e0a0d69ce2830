router.post('/login', async (req, res) => {
  // ruleid: auth-success-logged
  req.log.info({ userId: user.id }, 'login');
  // ok: auth-success-logged
  req.log.warn('login refused');
  res.end();
});
exports.signin = function (req, res) {
  // ruleid: auth-success-logged
  logger.info('user logged in: ' + user.id);
  // ok: auth-success-logged
  res.redirect('/');
};
// ok: auth-success-logged (near miss: about another thing)
router.post('/orders', (req, res) => { req.log.info('login'); });
