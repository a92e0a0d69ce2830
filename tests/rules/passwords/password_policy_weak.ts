import { z } from 'zod';

// ruleid: password-policy-weak
export const weak = z.object({ password: z.string().min(6) });
// ok: password-policy-weak
export const strong = z.object({ password: z.string().min(12), name: z.string().min(1) });
// ok: password-policy-weak (near miss: a password that exists already)
export const SignIn = z.strictObject({ password: z.string().min(1).max(128) });
// ruleid: password-policy-weak
export const SignUp = z.strictObject({ password: z.string().min(1).max(128) });
