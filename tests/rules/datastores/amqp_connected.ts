import queue from 'amqplib';
import { connect } from 'amqplib';

// ruleid: amqp-connected
export const one = await queue.connect('amqps://queue.internal.example');
// ruleid: amqp-connected
export const two = await connect(process.env.AMQP_URL!);
// ok: amqp-connected
export const channel = await one.createChannel();
// ok: amqp-connected (near miss: it ends)
await one.close();
