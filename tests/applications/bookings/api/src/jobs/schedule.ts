import { schedule, type ScheduledTask } from 'node-cron';

import { redis } from '../db/redis.js';
import { logger } from '../logger.js';
import { deleteOldBookings, forgetInactive, releaseUnpaid } from './purge.js';
import { remindOfTomorrow } from './reminders.js';

const LOCK_TTL_S = 10 * 60;

/** Runs a job on one instance only; whoever sets the key first does the work. */
function onOneInstance(name: string, job: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    const lock = await redis.set(`bookings:job:${name}`, '1', 'EX', LOCK_TTL_S, 'NX');
    if (lock !== 'OK') {
      return;
    }
    try {
      await job();
    } catch (error) {
      logger.error({ err: error, job: name }, 'job failed');
    }
  };
}

export function startJobs(): () => Promise<void> {
  const tasks: ScheduledTask[] = [
    schedule('*/5 * * * *', onOneInstance('release', () => releaseUnpaid(new Date()))),
    schedule('0 9 * * *', onOneInstance('remind', () => remindOfTomorrow(new Date()))),
    schedule('30 3 * * *', onOneInstance('forget', forgetInactive)),
    schedule('0 4 1 * *', onOneInstance('delete', deleteOldBookings)),
  ];
  return async () => {
    await Promise.all(tasks.map((task) => task.stop()));
  };
}
