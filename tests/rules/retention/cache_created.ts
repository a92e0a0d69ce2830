import Keyv from 'keyv';
import { createCache } from 'cache-manager';

// ruleid: cache-created
export const store = new Keyv({ ttl: 60_000 });
// ruleid: cache-created
export const cache = createCache({ ttl: 10_000 });
// ok: cache-created
export const value = await store.get('a');
// ok: cache-created (near miss: a type alone)
export type Store = Keyv;
