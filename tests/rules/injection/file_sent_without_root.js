const path = require('path');

exports.send = (name, res) => {
  // ruleid: file-sent-without-root
  res.sendFile(path.join(__dirname, 'files', name));
  // ok: file-sent-without-root
  res.sendFile(name, { root: '/srv/files' });
  // ok: file-sent-without-root (near miss: a constant name)
  res.sendFile(path.join(__dirname, 'files', 'terms.pdf'));
};
