const nunjucks = require('nunjucks');
const swig = require('swig');

// ruleid: template-escaping-off
nunjucks.configure('views', { autoescape: false });
// ruleid: template-escaping-off
swig.setDefaults({ autoescape: false, cache: false });
// ok: template-escaping-off (near miss: it is on)
nunjucks.configure('views', { autoescape: true });
