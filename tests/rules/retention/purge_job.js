const cron = require('node-cron');

// ruleid: purge-job
cron.schedule('0 3 * * *', async () => { await Visit.deleteMany({ at: { $lt: cutOff() } }); });
// ruleid: purge-job
setInterval(purgeExpired, 3_600_000);
// ok: purge-job
cron.schedule('0 3 * * *', sendReport);
// ok: purge-job
router.delete('/visits', () => Visit.deleteMany({}));
// ok: purge-job (near miss: on a schedule, and nothing is deleted)
cron.schedule('0 * * * *', async () => { await Visit.find({}); });
