const options = {
  filename: (_req: Request, file: Express.Multer.File, cb: Callback) => {
    // ruleid: upload-client-file-name
    cb(null, `${Date.now()}-${file.originalname}`);
  },
};
// ruleid: upload-client-file-name
await photo.mv('./uploads/' + photo.name);
// ok: upload-client-file-name
await photo.mv(target);
// ok: upload-client-file-name (near miss: written down, not used as a path)
logger.info({ name: file.originalname }, 'uploaded');
