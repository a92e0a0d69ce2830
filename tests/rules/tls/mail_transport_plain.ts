import { createTransport } from 'nodemailer';

// ruleid: mail-transport-plain
export const mail = createTransport({ host: process.env.SMTP_HOST, ignoreTLS: true });
// ok: mail-transport-plain
export const safe = createTransport({ host: process.env.SMTP_HOST, secure: true });
