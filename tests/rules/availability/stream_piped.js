router.get('/report', (req, res) => {
  // ruleid: stream-piped
  fs.createReadStream('report.csv').pipe(res);
});
router.get('/image', (req, res) => {
  const file = fs.createReadStream('image.png');
  // ruleid: stream-piped
  file.pipe(res);
});
router.get('/safe', (req, res) => {
  const file = fs.createReadStream('image.png');
  file.on('error', () => res.destroy());
  // ok: stream-piped
  file.pipe(res);
});
// ok: stream-piped
pipeline(source, target, done);
// ok: stream-piped (near miss: a function of a library for collections)
const sum = _.pipe(add);
