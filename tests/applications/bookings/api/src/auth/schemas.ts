import { z } from 'zod';

import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './passwords.js';

const email = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase());
const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH);
const oneTimeToken = z.string().regex(/^[\w-]{43}$/);

export const SignUp = z.strictObject({
  email,
  password: newPassword,
  name: z.string().trim().min(1).max(120),
  phone: z
    .string()
    .regex(/^\+?[0-9 ]{6,20}$/)
    .optional(),
});

export const SignIn = z.strictObject({
  email,
  password: z.string().min(1).max(MAX_PASSWORD_LENGTH),
});

export const Refresh = z.strictObject({ refreshToken: oneTimeToken });

export const ForgotPassword = z.strictObject({ email });

export const ResetPassword = z.strictObject({ token: oneTimeToken, password: newPassword });

export type SignUpInput = z.infer<typeof SignUp>;
export type SignInInput = z.infer<typeof SignIn>;
