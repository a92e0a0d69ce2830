// ruleid: secret-fallback-literal
const secret = process.env.SESSION_SECRET || 'dev';
// ruleid: secret-fallback-literal
const key = process.env['API_KEY'] || 'dev';
// ruleid: secret-fallback-literal
const salt = process.env.PASSWORD_SALT ? process.env.PASSWORD_SALT : 'dev';

// ok: secret-fallback-literal
const port = process.env.PORT || '3000';
// ok: secret-fallback-literal
const required = process.env.SESSION_SECRET || stop('SESSION_SECRET is not set');
// ok: secret-fallback-literal (near miss: nothing to guess in an empty text)
const empty = process.env.SESSION_SECRET || '';
// ok: secret-fallback-literal (near miss: says how long a token lives)
const lifetime = process.env.TOKEN_EXPIRES_IN || '15m';
// ok: secret-fallback-literal (near miss: a path to a secret)
const file = process.env.SECRET_FILE || '/run/secrets/session';
// ok: secret-fallback-literal (near miss: not the environment)
const theme = settings.TOKEN || 'none';
