const jwt = require('jsonwebtoken');
const { verify } = require('jsonwebtoken');

// ruleid: token-verified
jwt.verify(token, process.env.JWT_KEY, { algorithms: ['HS256'] });
// ruleid: token-verified
verify(token, process.env.JWT_KEY);
// ok: token-verified
jwt.sign({ id: 1 }, process.env.JWT_KEY);
// ok: token-verified
jwt.decode(token, { complete: true });
// ok: token-verified (near miss: a signature of something else)
crypto.verify('sha256', data, key, signature);
