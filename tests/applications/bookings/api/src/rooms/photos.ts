import { randomBytes } from 'node:crypto';
import { mkdir, unlink } from 'node:fs/promises';
import path from 'node:path';

import multer from 'multer';

import { config } from '../config.js';
import { InvalidInputError } from '../errors.js';
import { toWebp } from '../images/resize.js';

const MAX_PHOTO_BYTES = 8 * 1024 * 1024;
const ACCEPTED = new Set(['image/jpeg', 'image/png', 'image/webp']);

const incoming = path.join(config.uploadDirectory, 'incoming');
export const photoDirectory = path.join(config.uploadDirectory, 'photos');

const newName = (): string => randomBytes(16).toString('hex');

const storage = multer.diskStorage({
  destination: incoming,
  // nothing of the name that the client gave is kept
  filename: (_req, _file, done) => done(null, newName()),
});

export const photoUpload = multer({
  storage,
  limits: { fileSize: MAX_PHOTO_BYTES, files: 1, fields: 4, fieldSize: 1024 },
  fileFilter: (_req, file, done) => {
    if (ACCEPTED.has(file.mimetype)) {
      done(null, true);
    } else {
      done(new InvalidInputError(['photo']));
    }
  },
});

export async function prepareDirectories(): Promise<void> {
  await mkdir(incoming, { recursive: true, mode: 0o750 });
  await mkdir(photoDirectory, { recursive: true, mode: 0o750 });
}

/** Turns an upload into a photo of our own making; what cannot be decoded is refused. */
export async function keepPhoto(uploaded: string): Promise<string> {
  const fileName = `${newName()}.webp`;
  try {
    await toWebp(uploaded, path.join(photoDirectory, fileName));
    return fileName;
  } catch {
    throw new InvalidInputError(['photo']);
  } finally {
    await unlink(uploaded);
  }
}
