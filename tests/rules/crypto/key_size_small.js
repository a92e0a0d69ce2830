// ruleid: key-size-small
const one = crypto.generateKeyPairSync('rsa', { modulusLength: 1024 });
// ruleid: key-size-small
const two = new NodeRSA({ b: 512 });

// ok: key-size-small
const safe = crypto.generateKeyPairSync('rsa', { modulusLength: 3072 });
// ok: key-size-small (near miss: a short key of a curve is a long one)
const curve = crypto.generateKeyPairSync('ec', { namedCurve: 'P-256' });
