// The environment is checked once, before anything listens. A missing or
// malformed variable ends the process. Secrets are checked here but not kept
// here: each is read where it is used, so that this object can be logged.
import { cleanEnv, makeValidator, port, str } from 'envalid';

const MIN_SECRET_LENGTH = 32;

const longSecret = makeValidator((value) => {
  if (value.length < MIN_SECRET_LENGTH) {
    throw new Error(`needs at least ${MIN_SECRET_LENGTH} characters`);
  }
  return value;
});

const urlWith = (protocol) =>
  makeValidator((value) => {
    if (new URL(value).protocol !== protocol) {
      throw new Error(`needs a ${protocol}// address`);
    }
    return value;
  })();

const env = cleanEnv(process.env, {
  NODE_ENV: str({ choices: ['production', 'staging', 'development', 'test'] }),
  HTTPS_PORT: port({ default: 8443 }),
  HTTP_PORT: port({ default: 8080 }),
  PUBLIC_HOST: str(),
  TLS_KEY_FILE: str(),
  TLS_CERT_FILE: str(),
  DATABASE_URL: urlWith('postgresql:'),
  DATABASE_CA_FILE: str(),
  REDIS_URL: urlWith('rediss:'),
  SHIPPING_URL: urlWith('https:'),
  SHIPPING_API_KEY: longSecret(),
  SESSION_SECRET: longSecret(),
  SESSION_SECRET_PREVIOUS: longSecret(),
  JWT_SIGNING_KEY: longSecret(),
  LOG_FILE: str({ default: '/var/log/shop/shop.log' }),
  LOG_LEVEL: str({ choices: ['debug', 'info', 'warn', 'error'], default: 'info' }),
});

export const config = Object.freeze({
  httpsPort: env.HTTPS_PORT,
  httpPort: env.HTTP_PORT,
  publicHost: env.PUBLIC_HOST,
  tlsKeyFile: env.TLS_KEY_FILE,
  tlsCertFile: env.TLS_CERT_FILE,
  databaseCaFile: env.DATABASE_CA_FILE,
  shippingUrl: env.SHIPPING_URL,
  logFile: env.LOG_FILE,
  logLevel: env.LOG_LEVEL,
});
