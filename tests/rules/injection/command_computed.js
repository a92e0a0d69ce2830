const { exec } = require('child_process');

exports.pack = (folder, done) => {
  // ruleid: command-computed
  exec('tar -cf out.tar ' + folder, done);
  // ok: command-computed
  exec('tar -cf out.tar src', done);
  // ok: command-computed (near miss: two constants)
  exec('tar -cf ' + 'out.tar src', done);
};
