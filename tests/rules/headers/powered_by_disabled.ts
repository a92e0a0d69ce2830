import express, { type Express } from 'express';

const api: Express = express();
// ruleid: powered-by-disabled
api.disable('x-powered-by');
// ruleid: powered-by-disabled
express().disable('x-powered-by');
// ok: powered-by-disabled
api.set('trust proxy', 1);
// ok: powered-by-disabled (near miss: another setting)
api.disable('etag');
