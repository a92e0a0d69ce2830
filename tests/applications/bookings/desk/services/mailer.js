'use strict';

const path = require('path');

const nodemailer = require('nodemailer');
const pug = require('pug');

const { viewsDirectory, publicUrl } = require('../config');
const { logger } = require('../lib/logger');

const transport = nodemailer.createTransport({
  host: process.env.SMTP_HOST,
  port: 465,
  secure: true,
  auth: { user: process.env.SMTP_USER, pass: process.env.SMTP_PASSWORD },
  connectionTimeout: 5000,
  socketTimeout: 10000,
});

const templates = {
  welcome: pug.compileFile(path.join(viewsDirectory, 'emails', 'welcome.pug')),
  confirm: pug.compileFile(path.join(viewsDirectory, 'emails', 'confirm.pug')),
  assigned: pug.compileFile(path.join(viewsDirectory, 'emails', 'assigned.pug')),
};

async function send(template, to, subject, locals) {
  const html = templates[template]({ ...locals, publicUrl });
  await transport.sendMail({ from: 'desk@harbour-hall.example', to, subject, html });
  logger.info({ template }, 'mail sent');
}

const welcome = (staff) => send('welcome', staff.email, 'Welcome', { name: staff.name });

const assigned = (staff, ticket) =>
  send('assigned', staff.email, 'A ticket for you', {
    name: staff.name,
    link: new URL(`/tickets/${ticket.id}`, publicUrl).href,
  });

const confirm = (email, { title, link }) => send('confirm', email, title, { title, link });

module.exports = { assigned, confirm, welcome };
