function requireToken(req, res, next) {
  try {
    verify(req);
  } catch (error) {
    // ruleid: access-denial-logged
    req.log.warn({ reason: error.name }, 'token refused');
    res.status(401).end();
    return;
  }
  // ok: access-denial-logged
  req.log.info('token accepted');
  next();
}
function place(req, res, next) {
  if (!req.body) {
    // ok: access-denial-logged (near miss: no guard)
    req.log.warn('nothing ordered');
  }
  // ok: access-denial-logged
  next();
}
