import type { Booking } from '../bookings/repository.js';

const LINE_BREAK = '\r\n';
const MAX_LINE_BYTES = 73;

const escapeText = (text: string): string =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/[,;]/g, (character) => `\\${character}`)
    .replace(/\r?\n/g, '\\n');

const stamp = (moment: Date): string => moment.toISOString().replace(/[-:]|\.\d{3}/g, '');

function fold(line: string): string {
  const pieces: string[] = [];
  for (let start = 0; start < line.length; start += MAX_LINE_BYTES) {
    pieces.push(line.slice(start, start + MAX_LINE_BYTES));
  }
  return pieces.join(`${LINE_BREAK} `);
}

export function toCalendar(bookings: readonly Booking[], now: Date): string {
  const events = bookings.flatMap((booking) => [
    'BEGIN:VEVENT',
    `UID:${booking.id}@harbour-hall.example`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART:${stamp(booking.start)}`,
    `DTEND:${stamp(booking.end)}`,
    `SUMMARY:${escapeText(booking.purpose)}`,
    `LOCATION:${escapeText(booking.roomName)}`,
    'END:VEVENT',
  ]);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Harbour Hall//Bookings//EN',
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map(fold).join(LINE_BREAK) + LINE_BREAK;
}

const EVENT = /BEGIN:VEVENT\r?\n([^]{0,4000}?)END:VEVENT/g;
const START = /^DTSTART(?:;[A-Z=/a-z]{1,60})?:(\d{8}T\d{6}Z?)$/m;
const SUMMARY = /^SUMMARY:(.{1,200})$/m;

export interface ForeignEvent {
  start: string;
  summary: string;
}

export function readCalendar(text: string, limit = 500): ForeignEvent[] {
  const events: ForeignEvent[] = [];
  for (const match of text.matchAll(EVENT)) {
    const start = START.exec(match[1] ?? '')?.[1];
    const summary = SUMMARY.exec(match[1] ?? '')?.[1]?.trim();
    if (start !== undefined && summary !== undefined) {
      events.push({ start, summary });
    }
    if (events.length >= limit) {
      break;
    }
  }
  return events;
}
