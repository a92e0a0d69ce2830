// ruleid: random-guessable
const resetToken = Math.random().toString(36).slice(2);
// ruleid: random-guessable
user.verificationCode = Math.floor(100000 + Math.random() * 900000);
// ruleid: random-guessable
await invites.add({ email, token: String(Math.random()) });

// ok: random-guessable
const token = crypto.randomBytes(32).toString('hex');
// ok: random-guessable (near miss: nothing to guess)
const delay = Math.random() * 1000;
// ok: random-guessable (near miss: a picture)
const colour = Math.floor(Math.random() * 0xffffff);
