export async function parts(): Promise<Response> {
  // ruleid: secret-sent-plain
  return fetch('http://stock.example/parts', { headers: { authorization: `Bearer ${key}` } });
}
export async function safe(): Promise<Response> {
  // ok: secret-sent-plain
  return fetch('https://stock.example/parts', { headers: { authorization: `Bearer ${key}` } });
}
