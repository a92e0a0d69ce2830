import { config } from '../config.js';
import { InvalidInputError } from '../errors.js';

const TIMEOUT_MS = 4000;
const MAX_BYTES = 512 * 1024;

/** Only https, only hosts that the operator has listed, no port and no credentials. */
export function allowedCalendar(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isAllowed =
    url !== undefined &&
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    config.calendarHosts.has(url.hostname);
  if (!isAllowed) {
    throw new InvalidInputError(['body.address']);
  }
  return url;
}

export async function fetchCalendar(url: URL): Promise<string> {
  const response = await fetch(url, {
    headers: { accept: 'text/calendar' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok || response.body === null) {
    throw new Error(`calendar answered ${response.status}`);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.byteLength;
    if (size > MAX_BYTES) {
      throw new InvalidInputError(['body.address']);
    }
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
