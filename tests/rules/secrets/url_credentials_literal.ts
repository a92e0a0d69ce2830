// ruleid: url-credentials-literal
export const ldap: string = `ldaps://reader:4e55b1c0@directory.example`;
// ok: url-credentials-literal
export const safe: string = process.env.LDAP_URL ?? 'ldaps://directory.example';
