exports.report = (req, res, REPORTS) => {
  // ruleid: module-from-request
  const report = require('./reports/' + req.params.kind);
  // ok: module-from-request
  const known = REPORTS[req.params.kind];
  res.json([report, known]);
};
