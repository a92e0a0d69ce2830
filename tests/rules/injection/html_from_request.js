exports.search = (req, res) => {
  // ruleid: html-from-request
  res.send('<p>nothing found for ' + req.query.q + '</p>');
  // ok: html-from-request
  res.json({ text: req.query.q });
  // ok: html-from-request (near miss: an object is answered as JSON)
  res.send({ text: req.query.q });
};
