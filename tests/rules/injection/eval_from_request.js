const math = require('mathjs');

exports.calculate = async (req, res, User) => {
  // ruleid: eval-from-request
  const total = eval(req.body.total);
  // ruleid: eval-from-request
  const sum = math.evaluate(req.body.sum);
  const user = await User.findById(7);
  // ruleid: eval-from-request
  const greeting = new Function('name', user.greeting);
  // ok: eval-from-request
  const limit = Number(req.body.limit);
  res.json({ total, sum, greeting, limit });
};
