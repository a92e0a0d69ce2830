const upload = multer({
  // ruleid: upload-active-type
  fileFilter: (req, file, cb) => cb(null, ['image/png', 'image/svg+xml'].includes(file.mimetype)),
  limits: { fileSize: 1e6 },
});
const second = multer({
  fileFilter(req, file, cb) {
    // ruleid: upload-active-type
    cb(null, /png|jpe?g|svg/.test(file.mimetype));
  },
});
// ok: upload-active-type
multer({ fileFilter: (req, file, cb) => cb(null, ['image/png'].includes(file.mimetype)) });
// ok: upload-active-type
multer({ fileFilter: (req, file, cb) => cb(null, /png|jpe?g/.test(file.mimetype)) });
// ok: upload-active-type (near miss: a list of what may be sent out)
const icons = ['image/svg+xml'].includes(type);
