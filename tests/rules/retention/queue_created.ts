import { Queue } from 'bullmq';

// ruleid: queue-created
export const mail = new Queue('mail', { connection, defaultJobOptions: { removeOnComplete: { age: 60 } } });
// ruleid: queue-created
export const typed = new Queue<Mail>('typed');
// ok: queue-created
export const events = new QueueEvents('mail');
// ok: queue-created (near miss: a type alone)
export type Mails = Queue;
