// ruleid: password-compared-plain
if (user.password === req.body.password) return done(null, user);
// ruleid: password-compared-plain
if (!user || user.password !== password) return done(null, false);

// ok: password-compared-plain
if (await argon2.verify(user.passwordHash, password)) return done(null, user);
// ok: password-compared-plain (near miss: typed twice)
if (req.body.password !== req.body.passwordConfirmation) return res.sendStatus(400);
// ok: password-compared-plain (near miss: nothing stored)
if (user.password === undefined) return done(null, false);
