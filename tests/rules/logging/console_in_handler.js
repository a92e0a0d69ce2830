router.get('/', (req, res) => {
  // ruleid: console-in-handler
  console.log('listing');
  res.json([]);
});
function handler(req, res, next) {
  // ruleid: console-in-handler
  console.error('failed');
  // ok: console-in-handler
  req.log.error('failed');
  next();
}
// ok: console-in-handler
console.log('start');
// ok: console-in-handler (near miss: a function that handles no request)
const add = (a, b) => { console.log(a); return a + b; };
