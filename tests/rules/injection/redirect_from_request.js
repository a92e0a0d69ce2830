exports.next = (req, res) => {
  // ruleid: redirect-from-request
  res.redirect(req.query.next);
  // ok: redirect-from-request (near miss: a path of this site)
  res.redirect('/orders/' + req.params.id);
};
