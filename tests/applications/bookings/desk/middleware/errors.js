'use strict';

const { MulterError } = require('multer');

const notFound = (req, res) => {
  res.status(404).render('error', { message: 'This page does not exist.' });
};

const statusOf = (error) => {
  if (error instanceof MulterError) {
    return 413;
  }
  const status = Number(error.status ?? error.statusCode);
  return status >= 400 && status < 500 ? status : 500;
};

const MESSAGES = new Map([
  [403, 'The form is too old. Please open it again.'],
  [413, 'The file is too large.'],
  [500, 'Something went wrong. We have been told.'],
]);

// Express knows an error handler by its four parameters.
const onError = (error, req, res, next) => {
  if (res.headersSent) {
    return next(error);
  }
  const status = statusOf(error);
  req.log[status === 500 ? 'error' : 'info']({ err: error }, 'request failed');
  const message = MESSAGES.get(status) ?? 'The request was refused.';
  return res.status(status).render('error', { message });
};

module.exports = { notFound, onError };
