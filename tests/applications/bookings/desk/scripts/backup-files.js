#!/usr/bin/env node
'use strict';

// Packs the attachments for the nightly copy. The operator gives the target on the command line.
const { execFileSync } = require('child_process');
const path = require('path');

const { filesDirectory } = require('../config');

const [target] = process.argv.slice(2);

if (!target) {
  console.error('usage: backup-files.js TARGET-DIRECTORY');
  process.exit(2);
}

const day = new Date().toISOString().slice(0, 10);
const archive = path.join(path.resolve(target), `attachments-${day}.tar.gz`);

execFileSync('/usr/bin/tar', ['--create', '--gzip', '--file', archive, 'attachments'], {
  cwd: filesDirectory,
  timeout: 10 * 60 * 1000,
  stdio: ['ignore', 'ignore', 'inherit'],
});
console.log(archive);
