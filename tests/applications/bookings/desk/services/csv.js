'use strict';

const STARTS_FORMULA = /^[=+\-@\t\r]/;

function cell(value) {
  const text = value == null ? '' : String(value);
  const safe = STARTS_FORMULA.test(text) ? `'${text}` : text;
  return `"${safe.replace(/"/g, '""')}"`;
}

const line = (values) => `${values.map(cell).join(',')}\r\n`;

module.exports = { cell, line };
