import express from 'express';

const api = express();
// ruleid: powered-by-set-off
api.set('x-powered-by', false);
// ruleid: powered-by-set-off
(api as Settings).set('x-powered-by', false);
// ok: powered-by-set-off
api.set('etag', false);
// ok: powered-by-set-off (near miss: decided elsewhere)
api.set('x-powered-by', advertise);
