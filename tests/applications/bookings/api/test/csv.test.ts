import { expect, it } from 'vitest';

import { toCell, toLine } from '../src/invoices/csv.js';

it('keeps a spreadsheet from running a cell', () => {
  expect(toCell('=HYPERLINK("http://localhost/")')).toBe(`"'=HYPERLINK(""http://localhost/"")"`);
  expect(toCell('@sum')).toBe("'@sum");
});

it('quotes what holds a comma', () => {
  expect(toLine(['a,b', 3, null])).toBe('"a,b",3,\r\n');
});
