import { Agent } from 'node:https';

// ruleid: server-identity-checked
export const agent = new Agent({ checkServerIdentity: (host, cert) => { return matches(host, cert); } });
// ok: server-identity-checked
export const plain = new Agent({ keepAlive: true });
