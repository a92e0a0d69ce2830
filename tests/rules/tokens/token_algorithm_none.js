const jwt = require('jsonwebtoken');

// ruleid: token-algorithm-none
jwt.verify(token, key, { algorithms: ['HS256', 'none'] });
// ruleid: token-algorithm-none
jwt.sign({ id }, '', { algorithm: 'none' });
// ruleid: token-algorithm-none
jws.sign({ header: { alg: 'None' }, payload });

// ok: token-algorithm-none
jwt.verify(token, key, { algorithms: ['HS256'] });
// ok: token-algorithm-none (near miss: another none)
res.cookie('embed', id, { sameSite: 'none', secure: true });
