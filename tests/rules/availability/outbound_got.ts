import got from 'got';

// ruleid: outbound-got
export const client = got.extend({ timeout: { request: 3000 } });
// ruleid: outbound-got
export const get = () => got(url, { retry: { limit: 0 } });
// ok: outbound-got
export const version = got.defaults;
// ok: outbound-got (near miss: a type alone)
export type Client = typeof got;
