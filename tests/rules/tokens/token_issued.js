const jwt = require('jsonwebtoken');
const { sign } = require('jsonwebtoken');

// ruleid: token-issued
jwt.sign({ id: 1 }, process.env.JWT_KEY, { expiresIn: '1h' });
// ruleid: token-issued
sign({ id: 1 }, process.env.JWT_KEY);
// ok: token-issued
jwt.verify(token, process.env.JWT_KEY);
// ok: token-issued
jwt.decode(token);
// ok: token-issued (near miss: another sign)
documents.sign(text, pen);
