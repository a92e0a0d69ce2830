import multer from 'multer';
import formidable, { IncomingForm } from 'formidable';

// ruleid: upload-handled
export const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: 1e6 } });
// ruleid: upload-handled
export const form = formidable({ maxFileSize: 1024 });
// ruleid: upload-handled
export const old = new IncomingForm();
// ok: upload-handled
export const storage = multer.memoryStorage();
// ok: upload-handled (near miss: a type alone)
export type Upload = ReturnType<typeof multer>;
