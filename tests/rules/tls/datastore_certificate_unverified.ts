import sql from 'mssql';

// ruleid: datastore-certificate-unverified
export const open = sql.connect({ server, options: { encrypt: true, trustServerCertificate: true } });
// ok: datastore-certificate-unverified
export const safe = sql.connect({ server, options: { encrypt: true, trustServerCertificate: false } });
