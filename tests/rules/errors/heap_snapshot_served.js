const v8 = require('node:v8');
const heapdump = require('heapdump');

app.get('/debug/heap', (req, res) => {
  // ruleid: heap-snapshot-served
  v8.writeHeapSnapshot('/tmp/heap');
  res.end();
});
app.get('/debug/dump', function (req, res) {
  // ruleid: heap-snapshot-served
  heapdump.writeSnapshot();
  // ok: heap-snapshot-served
  res.json(process.memoryUsage());
});
// ok: heap-snapshot-served
v8.setFlagsFromString('--stack-size=1000');
// ok: heap-snapshot-served (near miss: on a signal, not on a request)
process.on('SIGUSR2', () => v8.writeHeapSnapshot());
