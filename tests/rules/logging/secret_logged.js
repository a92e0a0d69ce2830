// ruleid: secret-logged
console.log('login', req.body.password);
// ruleid: secret-logged
logger.debug({ user: user.id, token: user.resetToken }, 'reset');
// ruleid: secret-logged
console.log(`new key ${apiKey} made`);
// ok: secret-logged
logger.info({ userId: user.id }, 'password changed');
// ok: secret-logged
console.log('the token is not valid');
// ok: secret-logged (near miss: about it, not it)
logger.info({ length: password.length }, 'refused');
