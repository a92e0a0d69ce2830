// ruleid: request-content-logged
console.log(req.body);
// ruleid: request-content-logged
logger.info({ headers: req.headers }, 'request');
// ruleid: request-content-logged
console.log('body: ' + JSON.stringify(req.body));
// ok: request-content-logged
logger.info({ path: req.path }, 'request');
// ok: request-content-logged
save(req.body);
// ok: request-content-logged (near miss: one field that is no secret)
logger.info({ article: req.body.article }, 'order');
