// ruleid: outbound-fetch
export const get = async (): Promise<Response> => fetch('https://b.example/a', { method: 'POST' });
// ruleid: outbound-fetch
export const list = () => fetch(`https://b.example/${id}`, { signal });
// ok: outbound-fetch
export const model = collection.fetch(id, {});
// ok: outbound-fetch (near miss: a type alone)
export type Fetch = typeof fetch;
