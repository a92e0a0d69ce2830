'use strict';

const { matchedData, validationResult } = require('express-validator');

/** Answers 400 for what the chains before it complain about; keeps what they let through. */
const checked = (req, res, next) => {
  const result = validationResult(req);
  if (!result.isEmpty()) {
    const fields = [...new Set(result.array().map((problem) => problem.path))];
    return res.status(400).render('error', { message: `Please check: ${fields.join(', ')}.` });
  }
  req.valid = matchedData(req, { includeOptionals: false });
  return next();
};

/** The same for a Joi schema of the body. */
const body = (schema) => (req, res, next) => {
  const { error, value } = schema.validate(req.body, { abortEarly: false, stripUnknown: true });
  if (error) {
    const fields = error.details.map((detail) => detail.path.join('.'));
    return res.status(400).json({ error: 'invalid input', fields });
  }
  req.valid = value;
  return next();
};

module.exports = { body, checked };
