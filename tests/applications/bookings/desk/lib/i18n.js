'use strict';

const fs = require('fs');
const path = require('path');

const { localesDirectory } = require('../config');

const LOCALES = ['en', 'da'];
const FALLBACK = 'en';

const catalogues = new Map(
  LOCALES.map((locale) => [
    locale,
    new Map(
      Object.entries(
        JSON.parse(fs.readFileSync(path.join(localesDirectory, `${locale}.json`), 'utf8')),
      ),
    ),
  ]),
);

const PLACEHOLDER = /\{(\w{1,20})\}/g;

function translate(locale, key, values = {}) {
  const catalogue = catalogues.get(locale) ?? catalogues.get(FALLBACK);
  const text = catalogue.get(key) ?? catalogues.get(FALLBACK).get(key) ?? key;
  return text.replace(PLACEHOLDER, (whole, name) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** Takes the language a browser prefers, of those we have. */
const localise = (req, res, next) => {
  const locale = req.acceptsLanguages(LOCALES) || FALLBACK;
  res.locals.locale = locale;
  res.locals.t = (key, values) => translate(locale, key, values);
  next();
};

module.exports = { LOCALES, localise, translate };
