exports.file = (req, res) => {
  // ruleid: header-from-request
  res.setHeader('Content-Type', req.query.type);
  // ok: header-from-request
  res.setHeader('Content-Type', 'text/csv');
  // ok: header-from-request (near miss: encoded)
  res.set('Content-Disposition', 'filename=' + encodeURIComponent(req.query.name));
};
