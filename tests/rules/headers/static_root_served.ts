import express from 'express';

// ruleid: static-root-served
app.use(express.static(process.cwd(), { maxAge: '1d' }));
// ok: static-root-served
app.use(express.static('dist/client'));
