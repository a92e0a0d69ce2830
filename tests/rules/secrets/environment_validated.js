const { cleanEnv, str } = require('envalid');
const convict = require('convict');

// ruleid: environment-validated
const env = cleanEnv(process.env, { SESSION_SECRET: str() });
// ruleid: environment-validated
const config = convict({ port: { env: 'PORT' } });
// ok: environment-validated
const port = process.env.PORT;
// ok: environment-validated
const { NODE_ENV } = process.env;
// ok: environment-validated (near miss: a copy is no check)
const copy = { ...process.env };
