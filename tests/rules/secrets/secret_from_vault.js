const vault = require('node-vault');
const { SecretManagerServiceClient } = require('@google-cloud/secret-manager');

// ruleid: secret-from-vault
const one = vault({ endpoint: process.env.VAULT_ADDR });
// ruleid: secret-from-vault
const two = new SecretManagerServiceClient();
// ruleid: secret-from-vault
const three = require('node-vault')();

// ok: secret-from-vault
const other = vaults.open('money');
// ok: secret-from-vault (near miss: a call that reads, the client was reported)
const answer = await one.read('secret/data/shop');
// ok: secret-from-vault (near miss: a client of another service)
const queue = new SQSClient({});
