import { z } from 'zod';

// ruleid: schema-passes-unknown
export const Profile = z.object({ name: z.string() }).passthrough();
// ruleid: schema-passes-unknown
export const Any = z.looseObject({ name: z.string() });
// ok: schema-passes-unknown
export const Plain = z.object({ name: z.string() });
// ok: schema-passes-unknown (near miss: a value, not an object)
export const anything = z.unknown();
