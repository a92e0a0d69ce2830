const User = require('./user');

exports.register = async (req, res) => {
  // ruleid: record-from-request
  await User.create(req.body);
  // ok: record-from-request (near miss: two fields of it)
  await User.create({ name: req.body.name, email: req.body.email });
  res.sendStatus(201);
};
