const fs = require('fs');
const path = require('path');

exports.invoice = (req, res) => {
  // ruleid: path-from-request
  res.sendFile(path.join(__dirname, 'invoices', req.params.file));
  // ruleid: path-from-request
  fs.readFile('./notes/' + req.query.note, (error, text) => res.end(text));
  // ok: path-from-request (near miss: the last part alone)
  fs.readFile('./notes/' + path.basename(req.query.note), (error, text) => res.end(text));
  // ok: path-from-request (near miss: Express keeps it inside the root)
  res.sendFile(req.params.file, { root: '/srv/invoices' });
};
