const yaml = require('js-yaml');

exports.upload = (req, res) => {
  // ruleid: yaml-from-request
  res.json(yaml.load(req.file.buffer.toString()));
  // ok: yaml-from-request
  res.json(JSON.parse(req.file.buffer.toString()));
};
