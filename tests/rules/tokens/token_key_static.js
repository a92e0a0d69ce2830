const jwt = require('jsonwebtoken');
const PUBLIC = fs.readFileSync('keys/public.pem');

// ruleid: token-key-static
jwt.verify(token, fs.readFileSync('keys/public.pem'), { algorithms: ['RS256'] });
// ruleid: token-key-static
jwt.verify(token, PUBLIC, { algorithms: ['RS256'] });

// ok: token-key-static
jwt.verify(token, process.env.JWT_KEY, { algorithms: ['HS256'] });
// ok: token-key-static (near miss: signs)
jwt.sign({ id }, fs.readFileSync('keys/private.pem'), { algorithm: 'RS256' });
