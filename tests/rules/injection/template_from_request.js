const ejs = require('ejs');

exports.preview = (req, res) => {
  // ruleid: template-from-request
  res.send(ejs.render(req.body.template));
  // ok: template-from-request (near miss: data of a fixed template)
  res.send(ejs.render('<p><%= text %></p>', { text: req.body.text }));
};
