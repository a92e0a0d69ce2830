import { z } from 'zod';

// ruleid: password-policy-weak
export const weak = z.object({ password: z.string().min(6) });
// ok: password-policy-weak
export const strong = z.object({ password: z.string().min(12), name: z.string().min(1) });
