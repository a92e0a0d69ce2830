import nodemailer from 'nodemailer';

import { config } from '../config.js';
import { logger } from '../logger.js';
import type { Member } from './repository.js';

const transport = nodemailer.createTransport({
  host: process.env.SMTP_HOST,
  port: 465,
  secure: true,
  auth: { user: process.env.SMTP_USER, pass: process.env.SMTP_PASSWORD },
  connectionTimeout: 5000,
  socketTimeout: 10_000,
});

const SENDER = 'Harbour Hall <no-reply@harbour-hall.example>';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const layout = (title: string, paragraphs: readonly string[]): string => `<!doctype html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
  <head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>
  <body>${paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('')}</body>
</html>`;

// The address of the page comes from the configuration, never from a Host header.
export async function sendPasswordReset(member: Member, token: string): Promise<void> {
  const link = new URL('/password', config.publicUrl);
  link.hash = token;
  await transport.sendMail({
    from: SENDER,
    to: member.email,
    subject: 'A new password for Harbour Hall',
    text: `Hello ${member.name},\n\nchoose a new password within 30 minutes:\n${link.href}\n`,
    html: layout('A new password', [
      `Hello ${member.name},`,
      `choose a new password within 30 minutes: ${link.href}`,
    ]),
  });
}

export async function sendReminder(member: Member, room: string, start: Date): Promise<void> {
  const when = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone: 'Europe/Copenhagen',
  }).format(start);
  await transport.sendMail({
    from: SENDER,
    to: member.email,
    subject: `Tomorrow: ${room}`,
    text: `Hello ${member.name},\n\nyou booked ${room} for ${when}.\n`,
    html: layout('Your booking', [`Hello ${member.name},`, `you booked ${room} for ${when}.`]),
  });
  logger.debug({ memberId: member.id }, 'reminder sent');
}
