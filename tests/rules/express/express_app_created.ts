import web, { Router } from 'express';
import * as express from 'express';

// ruleid: express-app-created
export const app = web();
// ruleid: express-app-created
export const other = express();
// ok: express-app-created
export const router = Router();
// ok: express-app-created (near miss: middleware)
app.use(web.json());
