export const fileFilter = (_req: Request, file: Express.Multer.File, cb: Callback) => {
  // ruleid: upload-active-type
  cb(null, ['text/html', 'text/plain'].includes(file.mimetype));
};
// ok: upload-active-type
export const allowed = (type: string) => ['image/png'].includes(type);
// ok: upload-active-type (near miss: another kind of filter)
export const rows = items.filter((item) => /svg/.test(item.kind));
