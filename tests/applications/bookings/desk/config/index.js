'use strict';

const path = require('path');

const { cleanEnv, makeValidator, num, port, str, url } = require('envalid');

const MIN_SECRET_LENGTH = 32;

const longSecret = makeValidator((value) => {
  if (value.length < MIN_SECRET_LENGTH) {
    throw new Error(`needs at least ${MIN_SECRET_LENGTH} characters`);
  }
  return value;
});

const env = cleanEnv(process.env, {
  NODE_ENV: str({ choices: ['production', 'staging', 'development', 'test'] }),
  PORT: port({ default: 8444 }),
  PUBLIC_URL: url(),
  TLS_KEY_FILE: str(),
  TLS_CERT_FILE: str(),
  MONGODB_URI: str(),
  REDIS_URL: str(),
  SESSION_SECRET: longSecret(),
  SESSION_SECRET_BEFORE: longSecret(),
  LINK_SECRET: longSecret(),
  SMTP_HOST: str(),
  SMTP_USER: str(),
  SMTP_PASSWORD: str(),
  FILES_DIR: str({ default: '/var/lib/harbour/desk' }),
  TICKET_RETENTION_DAYS: num({ default: 365 }),
});

module.exports = Object.freeze({
  environment: env.NODE_ENV,
  port: env.PORT,
  publicUrl: env.PUBLIC_URL,
  tlsKeyFile: env.TLS_KEY_FILE,
  tlsCertFile: env.TLS_CERT_FILE,
  filesDirectory: env.FILES_DIR,
  ticketRetentionDays: env.TICKET_RETENTION_DAYS,
  viewsDirectory: path.join(__dirname, '..', 'views'),
  localesDirectory: path.join(__dirname, '..', 'locales'),
  publicDirectory: path.join(__dirname, '..', 'public'),
});
