import { writeHeapSnapshot } from 'node:v8';

router.get('/heap', async (req, res) => {
  // ruleid: heap-snapshot-served
  const file = writeHeapSnapshot();
  // ok: heap-snapshot-served
  res.json(v8.getHeapStatistics());
});
// ok: heap-snapshot-served (near miss: at the end of the process)
process.once('exit', () => writeHeapSnapshot());
