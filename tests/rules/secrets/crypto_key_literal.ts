import * as crypto from 'node:crypto';
import { createDecipheriv } from 'crypto';

export function open(nonce: Buffer, key: Buffer): void {
  // ruleid: crypto-key-literal
  createDecipheriv('aes-128-gcm', 'sixteen byte key' as string, nonce);
  // ruleid: crypto-key-literal
  crypto.createHmac('sha512', 'sixteen byte key');
  // ok: crypto-key-literal
  createDecipheriv('aes-128-gcm', key, nonce);
  // ok: crypto-key-literal
  crypto.createHmac('sha512', key);
}
