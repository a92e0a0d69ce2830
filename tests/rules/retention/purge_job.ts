import { CronJob } from 'cron';

// ruleid: purge-job
export const job = new CronJob('0 3 * * *', () => Session.destroy({ where: { endedAt: old } }));
// ruleid: purge-job
schedule.scheduleJob('0 4 * * *', users.cleanInactive);
// ok: purge-job
export const report = new CronJob('0 3 * * *', sendReport);
// ok: purge-job (near miss: once, not on a schedule)
await Session.destroy({ where: { id } });
