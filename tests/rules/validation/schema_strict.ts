import { z } from 'zod';
import * as yup from 'yup';

// ruleid: schema-strict
export const Login = z.strictObject({ email: z.email() });
// ruleid: schema-strict
export const Form = yup.object({ name: yup.string() }).noUnknown();
// ok: schema-strict
export const Any = z.looseObject({ email: z.email() });
// ok: schema-strict (near miss: a type, not a schema)
export type Strict = Readonly<{ email: string }>;
