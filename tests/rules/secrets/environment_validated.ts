import { z } from 'zod';

const Environment = z.object({ SESSION_SECRET: z.string().min(32) });

// ruleid: environment-validated
export const env = Environment.parse(process.env);
// ruleid: environment-validated
export const result = Environment.safeParse(process.env);
// ok: environment-validated
export const body = Environment.parse(request.body);
// ok: environment-validated (near miss: one variable alone)
export const one = z.string().parse(process.env.SESSION_SECRET);
