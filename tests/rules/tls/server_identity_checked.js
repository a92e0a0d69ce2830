// ruleid: server-identity-checked
const one = https.request({ host, checkServerIdentity: (name, cert) => compare(name, cert.fingerprint256) });
// ruleid: server-identity-checked
const two = new https.Agent({ checkServerIdentity: pinned });

// ok: server-identity-checked (near miss: accepts everybody)
const three = new https.Agent({ checkServerIdentity: () => undefined });
// ok: server-identity-checked
const four = new https.Agent({ keepAlive: true });
