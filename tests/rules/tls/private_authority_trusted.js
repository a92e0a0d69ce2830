// ruleid: private-authority-trusted
const agent = new https.Agent({ ca: fs.readFileSync('/etc/ssl/internal.pem') });
// ruleid: private-authority-trusted
const pool = new Pool({ host, ssl: { ca, rejectUnauthorized: true } });
// ruleid: private-authority-trusted
const db = new MongoClient(url, { tls: true, tlsCAFile: '/etc/ssl/internal.pem' });

// ok: private-authority-trusted (near miss: the authority that clients of a server must have)
const server = https.createServer({ key, cert, ca, requestCert: true }, app);
// ok: private-authority-trusted
const plain = new https.Agent({ keepAlive: true });
