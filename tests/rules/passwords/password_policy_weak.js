// ruleid: password-policy-weak
const PASSWORD_RULE = /^.{1,30}$/;
// ruleid: password-policy-weak
if (password.length < 6) return res.status(400).end();
// ruleid: password-policy-weak
app.post('/people', body('password').isLength({ min: 5 }), add);

// ok: password-policy-weak
const PASSWORD_RULE_SAFE = /^(?=.*\d).{12,128}$/;
// ok: password-policy-weak
app.post('/people', body('password').isLength({ min: 12 }), add);
// ok: password-policy-weak (near miss: nothing given)
if (password.length < 1) return res.status(400).end();
// ok: password-policy-weak (near miss: another rule)
const POSTCODE_RULE = /^[0-9]{4,6}$/;
// ok: password-policy-weak (near miss: a password that exists already)
app.post('/login', body('password').isLength({ min: 1 }), signIn);
