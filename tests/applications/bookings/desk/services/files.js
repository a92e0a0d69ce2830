'use strict';

const crypto = require('crypto');
const fs = require('fs/promises');
const path = require('path');

const multer = require('multer');

const { filesDirectory } = require('../config');

const MAX_FILE_BYTES = 5 * 1024 * 1024;
const ACCEPTED = new Set(['application/pdf', 'image/jpeg', 'image/png']);

const attachmentsDirectory = path.join(filesDirectory, 'attachments');

const storage = multer.diskStorage({
  destination: attachmentsDirectory,
  filename: (req, file, done) => done(null, crypto.randomBytes(16).toString('hex')),
});

const upload = multer({
  storage,
  limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 5, parts: 6 },
  fileFilter: (req, file, done) => done(null, ACCEPTED.has(file.mimetype)),
});

/** The name that is shown: the client's, without folders and control characters. */
const shownName = (original) =>
  path
    .basename(original)
    .replace(/[^\w. -]/g, '_')
    .slice(-120);

const prepare = () => fs.mkdir(attachmentsDirectory, { recursive: true, mode: 0o750 });

const remove = (storedName) =>
  fs.rm(path.join(attachmentsDirectory, path.basename(storedName)), { force: true });

module.exports = { attachmentsDirectory, prepare, remove, shownName, upload };
