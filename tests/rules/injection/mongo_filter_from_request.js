const User = require('./user');

module.exports.login = async (req, res) => {
  // ruleid: mongo-filter-from-request
  const user = await User.findOne({ email: req.body.email });
  // ok: mongo-filter-from-request
  const same = await User.findOne({ email: String(req.body.email) });
  // ok: mongo-filter-from-request (near miss: a parameter of the path is always a string)
  const other = await User.findOne({ name: req.params.name });
  // ok: mongo-filter-from-request (near miss: Sequelize binds what is in `where`)
  const bound = await User.findOne({ where: { email: req.body.email } });
  res.json([user, same, other, bound].length);
};
