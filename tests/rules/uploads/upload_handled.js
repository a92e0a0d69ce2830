const multer = require('multer');
const fileUpload = require('express-fileupload');
const busboy = require('busboy');

// ruleid: upload-handled
const upload = multer({ dest: 'uploads/', limits: { fileSize: 1e6 } });
// ruleid: upload-handled
app.use(fileUpload());
// ruleid: upload-handled
req.pipe(busboy({ headers: req.headers }));
// ok: upload-handled
router.post('/avatar', upload.single('avatar'), save);
// ok: upload-handled (near miss: where files go, not who takes them)
const storage = multer.diskStorage({ destination: 'uploads/' });
// ok: upload-handled
const resized = sharp(req.file.buffer).resize(100);
