import got from 'got';

export async function stock(id: string): Promise<unknown> {
  // ruleid: outbound-request-plain
  const answer = await fetch('http://stock.internal.example/items', { method: 'POST' });
  // ruleid: outbound-request-plain
  await got('http://stock.internal.example/items');
  // ok: outbound-request-plain
  await fetch(`https://stock.internal.example/items/${id}`);
  // ok: outbound-request-plain (near miss: this machine, by address)
  await fetch('http://127.0.0.1:3000/health');
  return answer;
}
