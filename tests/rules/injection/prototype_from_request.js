const _ = require('lodash');

exports.save = (req, res, settings) => {
  // ruleid: prototype-from-request
  _.merge(settings, req.body);
  // ruleid: prototype-from-request
  settings[req.body.section][req.body.name] = req.body.value;
  // ok: prototype-from-request
  _.merge(settings, { theme: 'dark' });
  res.json(settings);
};
