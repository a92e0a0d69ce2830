const { execFile } = require('child_process');

exports.show = (req, res) => {
  // ruleid: argument-from-request
  execFile('git', ['show', req.query.revision], (error, out) => res.send({ out }));
  // ok: argument-from-request (near miss: no option can follow the dashes)
  execFile('git', ['log', '--', req.query.path], (error, out) => res.send({ out }));
};
