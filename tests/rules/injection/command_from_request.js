const { exec, execFile } = require('child_process');

module.exports.ping = (req, res) => {
  // ruleid: command-from-request
  exec('ping -c 2 ' + req.body.address, (error, out) => res.json({ out }));
};
module.exports.count = (req, res) => {
  // ok: command-from-request (near miss: an argument of a fixed program)
  execFile('wc', ['-l', '--', req.query.file], (error, out) => res.json({ out }));
  // ok: command-from-request (near miss: a method of that name on an expression)
  res.json(/a+/.exec(req.query.text));
};
