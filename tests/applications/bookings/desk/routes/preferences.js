'use strict';

const { Router } = require('express');
const Joi = require('joi');

const { rememberTheme, THEMES } = require('../lib/preferences');
const validate = require('../middleware/validate');

const preferences = Joi.object({
  theme: Joi.string()
    .valid(...THEMES)
    .required(),
});

const router = Router();

router.put('/', validate.body(preferences), (req, res) => {
  rememberTheme(res, req.valid.theme);
  res.sendStatus(204);
});

module.exports = router;
