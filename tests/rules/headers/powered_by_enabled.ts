import express from 'express';

const api = express();
// ruleid: powered-by-enabled
api.enable('x-powered-by');
// ruleid: powered-by-enabled
express().set('x-powered-by', true);
// ok: powered-by-enabled
api.set('x-powered-by', false);
// ok: powered-by-enabled (near miss: decided elsewhere)
api.set('x-powered-by', advertise);
