const { Queue } = require('bullmq');
const Bull = require('bull');

// ruleid: queue-created
const mail = new Queue('mail', { connection });
// ruleid: queue-created
const old = new Bull('old', { defaultJobOptions: { removeOnComplete: true } });
// ok: queue-created
await mail.add('welcome', { to });
// ok: queue-created
const worker = new Worker('mail', send);
// ok: queue-created (near miss: a queue of another package)
const list = new PriorityQueue('mail');
