#!/usr/bin/env node
'use strict';

// Says which texts a language lacks. Run by hand and before a release.
const fs = require('fs');
const path = require('path');

const directory = path.resolve(process.argv[2] ?? path.join(__dirname, '..', 'locales'));

const read = (name) => JSON.parse(fs.readFileSync(path.join(directory, name), 'utf8'));

const names = fs.readdirSync(directory).filter((name) => name.endsWith('.json'));
const known = new Set(names.flatMap((name) => Object.keys(read(name))));

let missing = 0;

for (const name of names) {
  const keys = new Set(Object.keys(read(name)));
  for (const key of known) {
    if (!keys.has(key)) {
      missing += 1;
      console.log(`${name}: ${key}`);
    }
  }
}

process.exitCode = missing > 0 ? 1 : 0;
