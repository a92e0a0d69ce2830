const multer = require('multer');
const fileUpload = require('express-fileupload');
const busboy = require('busboy');

// ruleid: upload-without-limit
const upload = multer({ dest: 'uploads/' });
// ruleid: upload-without-limit
app.use(fileUpload());
// ruleid: upload-without-limit
app.use(fileUpload({ createParentPath: true }));
// ruleid: upload-without-limit
const stream = busboy({ headers: req.headers });
// ok: upload-without-limit
const small = multer({ dest: 'uploads/', limits: { fileSize: 1e6 } });
// ok: upload-without-limit
app.use(fileUpload({ limits: { fileSize: 1e6 } }));
// ok: upload-without-limit (near miss: options from elsewhere)
const other = multer(options);
