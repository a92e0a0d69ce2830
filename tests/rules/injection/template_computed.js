const ejs = require('ejs');

exports.page = (title, footer) => {
  // ruleid: template-computed
  const page = ejs.render('<h1>' + title + '</h1>', { footer });
  // ok: template-computed (near miss: constants alone)
  return page + ejs.render('<p>' + '<%= footer %></p>', { footer });
};
