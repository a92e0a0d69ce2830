const vm = require('vm');

exports.lines = (req, res) => {
  const box = {
    // ruleid: sandbox-from-request
    lines: req.body.lines,
  };
  vm.createContext(box);
  // ok: sandbox-from-request
  vm.createContext({ limit: Number(req.body.limit) });
  res.json(vm.runInContext('lines.length', box));
};
