import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SecretClient } from '@azure/keyvault-secrets';
import hashicorp from 'node-vault';

// ruleid: secret-from-vault
export const aws = new SecretsManagerClient({ region: 'eu-central-1' });
// ruleid: secret-from-vault
export const azure = new SecretClient(vaultUrl, credential);
// ruleid: secret-from-vault
export const own = hashicorp({ apiVersion: 'v1' });
// ok: secret-from-vault
export const table = new DynamoDBClient({ region: 'eu-central-1' });
