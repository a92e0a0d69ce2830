'use strict';

const { publicUrl } = require('../config');

const ATOM = 'http://www.w3.org/2005/Atom';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

const escapeXml = (text) => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);

const entry = ({ title, slug, text, updatedAt }) => `
  <entry>
    <id>${escapeXml(new URL(`/news/${slug}`, publicUrl).href)}</id>
    <title>${escapeXml(title)}</title>
    <updated>${updatedAt.toISOString()}</updated>
    <content type="text">${escapeXml(text)}</content>
  </entry>`;

/** What is on at the house, as a feed. */
const toFeed = (announcements, now) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="${ATOM}">
  <id>${escapeXml(publicUrl)}</id>
  <title>Harbour Hall</title>
  <updated>${now.toISOString()}</updated>${announcements.map(entry).join('')}
</feed>
`;

module.exports = { escapeXml, toFeed };
