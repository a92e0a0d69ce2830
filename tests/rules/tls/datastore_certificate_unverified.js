const { MongoClient } = require('mongodb');

// ruleid: datastore-certificate-unverified
const one = new MongoClient(url, { tls: true, tlsAllowInvalidCertificates: true });
// ruleid: datastore-certificate-unverified
const two = new MongoClient('mongodb://db.example/shop?tls=true&tlsInsecure=true');
// ruleid: datastore-certificate-unverified
const pool = new Pool({ connectionString: 'postgres://db.example/shop?sslmode=no-verify' });
// ruleid: datastore-certificate-unverified
mongoose.connect(url, { ssl: true, sslValidate: false });

// ok: datastore-certificate-unverified
const safe = new MongoClient(url, { tls: true, tlsCAFile });
// ok: datastore-certificate-unverified (near miss: the option is off)
const strict = new MongoClient(url, { tls: true, tlsAllowInvalidHostnames: false });
// ok: datastore-certificate-unverified
const full = new Pool({ connectionString: 'postgres://db.example/shop?sslmode=verify-full' });
