import { createServer } from 'node:http';
import { app } from './app.js';

const server = createServer(app);
// ruleid: express-listening
server.listen(3000);
// ruleid: express-listening
app.listen(Number(process.env.PORT));
// ok: express-listening
server.close();
// ok: express-listening (near miss: a list of listeners)
listeners.listen(app);
