import multer from 'multer';
import fileUpload from 'express-fileupload';

// ruleid: upload-without-limit
export const upload = multer({ storage: multer.memoryStorage() });
// ruleid: upload-without-limit
app.use(fileUpload({ useTempFiles: true, debug: false }));
// ok: upload-without-limit
export const limited = multer({ storage: multer.memoryStorage(), limits });
// ok: upload-without-limit (near miss: storage only)
export const storage = multer.diskStorage({ destination: '/srv/uploads' });
