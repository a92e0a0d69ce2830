const ldap = require('ldapjs');
const DIRECTORY = 'ldap://directory.example:389';

// ruleid: directory-connection-plain
const one = ldap.createClient({ url: 'ldap://directory.example' });
// ruleid: directory-connection-plain
const two = ldap.createClient({ url: DIRECTORY, timeout: 5000 });

// ok: directory-connection-plain
const safe = ldap.createClient({ url: 'ldaps://directory.example' });
// ok: directory-connection-plain (near miss: the directory of this machine)
const own = ldap.createClient({ url: 'ldap://localhost:1389' });
