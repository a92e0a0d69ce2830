exports.erase = (req, res) => {
  // ruleid: render-locals-from-request
  res.render('erased', req.body);
  // ok: render-locals-from-request (near miss: one field)
  res.render('erased', { email: req.body.email });
};
