import { z } from 'zod';

// ruleid: schema-strips
export const Parcel = z.object({ state: z.string() });
// ruleid: schema-strips
app.useGlobalPipes(new ValidationPipe({ whitelist: true }));
// ok: schema-strips
export const Id = z.uuid();
// ok: schema-strips (near miss: switched off)
export const pipe = new ValidationPipe({ whitelist: false });
