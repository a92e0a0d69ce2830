const errorHandler = require('errorhandler');

// ruleid: error-handler-for-development
app.use(errorHandler());
// ruleid: error-handler-for-development
app.use(require('errorhandler')({ log: false }));
if (process.env.NODE_ENV === 'development') {
  // ok: error-handler-for-development
  app.use(errorHandler());
}
// ok: error-handler-for-development
app.use(notFound());
// ok: error-handler-for-development (near miss: a handler of the application)
app.use(handleErrors);
