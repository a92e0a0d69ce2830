const nodemailer = require('nodemailer');

// ruleid: mail-transport-plain
const mail = nodemailer.createTransport({ host: 'mail.example', port: 25, ignoreTLS: true, auth });
// ruleid: mail-transport-plain
const settings = { host: process.env.SMTP_HOST, ignoreTLS: true };

// ok: mail-transport-plain
const safe = nodemailer.createTransport({ host: 'mail.example', port: 587, requireTLS: true, auth });
// ok: mail-transport-plain (near miss: the relay of this machine)
const local = nodemailer.createTransport({ host: 'localhost', port: 25, ignoreTLS: true });
