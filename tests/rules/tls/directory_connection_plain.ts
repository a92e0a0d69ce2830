import { Client } from 'ldapts';

// ruleid: directory-connection-plain
export const client = new Client({ url: 'ldap://directory.example' });
// ok: directory-connection-plain
export const safe = new Client({ url: process.env.LDAP_URL as string });
