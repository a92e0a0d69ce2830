// ruleid: frame-options-open
res.setHeader('X-Frame-Options', 'ALLOWALL');
// ruleid: frame-options-open
res.removeHeader('X-Frame-Options');

// ok: frame-options-open
res.setHeader('X-Frame-Options', 'SAMEORIGIN');
// ok: frame-options-open (near miss: another header is taken away)
res.removeHeader('X-Powered-By');
