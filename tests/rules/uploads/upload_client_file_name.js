const storage = multer.diskStorage({
  filename: (req, file, cb) => {
    // ruleid: upload-client-file-name
    cb(null, file.originalname);
  },
});
const stamped = multer.diskStorage({
  filename(req, file, done) {
    // ruleid: upload-client-file-name
    done(null, Date.now() + '-' + file.originalname);
  },
});
// ruleid: upload-client-file-name
sampleFile.mv(path.join(__dirname, 'uploads', sampleFile.name), (error) => next(error));
// ok: upload-client-file-name
done(null, randomUUID());
// ok: upload-client-file-name
sampleFile.mv(`/srv/uploads/${id}.png`);
// ok: upload-client-file-name (near miss: the ending alone)
done(null, id + path.extname(file.originalname));
