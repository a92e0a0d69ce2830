// ruleid: header-set
res.setHeader('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
// ruleid: header-set
res.set('Cache-Control', 'no-store');
// ruleid: header-set
res.header('x-frame-options', 'DENY');

// ok: header-set
res.set('Content-Type', 'text/plain');
// ok: header-set (near miss: read, not set)
res.getHeader('Cache-Control');
