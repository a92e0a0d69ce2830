export class Signer {
  // ruleid: secret-constant-literal
  private readonly signingKey = '4e55b1c0q8Zr';
  // ok: secret-constant-literal
  private readonly keyName = 'orders-2026';
}
// ruleid: secret-constant-literal
export const accessToken: string = '4e55b1c0q8Zr';
// ok: secret-constant-literal
export const hmacKey: string = readSecret('orders');
