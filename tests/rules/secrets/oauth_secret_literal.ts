import axios from 'axios';

export async function exchange(code: string): Promise<string> {
  // ruleid: oauth-secret-literal
  const answer = await axios.post(tokenUrl, { code, client_id: 'shop', client_secret: 'b7f1e0aa42' });
  return answer.data.access_token;
}
export async function safe(code: string): Promise<string> {
  // ok: oauth-secret-literal
  const answer = await axios.post(tokenUrl, { code, client_secret: process.env.CLIENT_SECRET as string });
  return answer.data.access_token;
}
