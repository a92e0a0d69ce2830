// ruleid: password-compared-to-literal
if (req.body.password === 'letmein-1961') return next();
// ruleid: password-compared-to-literal
if (username === 'admin' && password !== 'swordfish') return res.sendStatus(401);

// ok: password-compared-to-literal
if (await argon2.verify(user.passwordHash, password)) return next();
// ok: password-compared-to-literal (near miss: a type)
if (typeof password !== 'string') return res.sendStatus(400);
// ok: password-compared-to-literal (near miss: nothing given)
if (password === '') return res.sendStatus(400);
// ok: password-compared-to-literal (near miss: the kind of a field)
if (field.type === 'password') hide(field);
