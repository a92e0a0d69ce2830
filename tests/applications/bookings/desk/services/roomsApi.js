'use strict';

const https = require('https');

const BASE = 'https://api.harbour-hall.example';
const TIMEOUT_MS = 3000;
const MAX_BYTES = 256 * 1024;

const agent = new https.Agent({ keepAlive: true, maxSockets: 10, minVersion: 'TLSv1.2' });

/** The rooms as the public API lists them. */
function listRooms() {
  return new Promise((resolve, reject) => {
    const request = https.get(`${BASE}/v1/rooms?pageSize=100`, { agent, timeout: TIMEOUT_MS });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', reject);
    request.on('response', (response) => {
      const parts = [];
      let size = 0;
      response.on('data', (part) => {
        size += part.length;
        if (size > MAX_BYTES) {
          request.destroy(new Error('answer too large'));
        }
        parts.push(part);
      });
      response.on('error', reject);
      response.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(parts).toString('utf8')).items);
        } catch (error) {
          reject(error);
        }
      });
    });
  });
}

module.exports = { listRooms };
