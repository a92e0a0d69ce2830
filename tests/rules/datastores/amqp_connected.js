const amqp = require('amqplib');
const callbacks = require('amqplib/callback_api');

// ruleid: amqp-connected
amqp.connect(process.env.AMQP_URL);
// ruleid: amqp-connected
callbacks.connect('amqps://queue.internal.example', opened);
// ok: amqp-connected
channel.assertQueue('orders');
// ok: amqp-connected (near miss: another thing that connects)
mongoose.connect(process.env.AMQP_URL);
