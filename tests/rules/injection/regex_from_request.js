exports.search = (req, res, names) => {
  // ruleid: regex-from-request
  const pattern = new RegExp(req.query.q, 'i');
  // ok: regex-from-request
  const found = names.filter((name) => name.includes(req.query.q));
  res.json([names.filter((name) => pattern.test(name)), found]);
};
