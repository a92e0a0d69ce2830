import { readFileSync } from 'node:fs';

import { z } from 'zod';

const secret = z.string().min(32, 'needs at least 32 characters');

const withProtocol = (protocol: string) =>
  z.url().refine((value) => new URL(value).protocol === protocol, `needs a ${protocol}// address`);

const list = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(',')
      .map((entry) => entry.trim())
      .filter((entry) => entry.length > 0),
  );

const Environment = z.object({
  NODE_ENV: z.enum(['production', 'staging', 'development', 'test']),
  PORT: z.coerce.number().int().min(1).max(65_535).default(8443),
  METRICS_PORT: z.coerce.number().int().min(1).max(65_535).default(9464),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  PUBLIC_URL: withProtocol('https:'),
  WEB_ORIGINS: list,
  TLS_KEY_FILE: z.string(),
  TLS_CERT_FILE: z.string(),
  DATABASE_URL: withProtocol('postgresql:'),
  DATABASE_CA_FILE: z.string(),
  REDIS_URL: withProtocol('rediss:'),
  JWT_SIGNING_KEY: secret,
  PAYMENT_API_KEY: secret,
  PAYMENT_WEBHOOK_SECRET: secret,
  METRICS_TOKEN: secret,
  UPLOAD_DIR: z.string().default('/var/lib/harbour/uploads'),
  CALENDAR_HOSTS: list,
  FLAGS: list,
});

const parsed = Environment.safeParse(process.env);

if (!parsed.success) {
  const names = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new Error(`environment: missing or malformed: ${names}`);
}

const env = parsed.data;

// What may be logged and handed around. The secrets stay in the environment and are
// read in the one module that needs them.
export const config = Object.freeze({
  environment: env.NODE_ENV,
  port: env.PORT,
  metricsPort: env.METRICS_PORT,
  logLevel: env.LOG_LEVEL,
  publicUrl: env.PUBLIC_URL,
  webOrigins: env.WEB_ORIGINS,
  uploadDirectory: env.UPLOAD_DIR,
  calendarHosts: new Set(env.CALENDAR_HOSTS),
  flags: new Set(env.FLAGS),
});

export const tlsFiles = () => ({
  key: readFileSync(env.TLS_KEY_FILE),
  cert: readFileSync(env.TLS_CERT_FILE),
});

export const databaseAuthority = (): string => readFileSync(env.DATABASE_CA_FILE, 'utf8');
