import { Router } from 'express';
import { z } from 'zod';

import { ForgotPassword, Refresh, ResetPassword, SignIn, SignUp } from './auth/schemas.js';
import { Cancellation, MoveBooking, NewBooking } from './bookings/schemas.js';
import { sendCacheable } from './http/etag.js';
import { RoomChange, RoomInput } from './rooms/schemas.js';

interface Operation {
  summary: string;
  body?: z.ZodType;
  secured: boolean;
}

type Paths = Record<string, Record<string, Operation>>;

const PATHS: Paths = {
  '/v1/auth/sign-up': { post: { summary: 'Open an account', body: SignUp, secured: false } },
  '/v1/auth/login': { post: { summary: 'Sign in', body: SignIn, secured: false } },
  '/v1/auth/refresh': { post: { summary: 'A new pair of tokens', body: Refresh, secured: false } },
  '/v1/auth/logout': { post: { summary: 'Sign out', body: Refresh, secured: false } },
  '/v1/auth/password-reset': {
    post: { summary: 'Ask for a reset link', body: ForgotPassword, secured: false },
    put: { summary: 'Set a new password', body: ResetPassword, secured: false },
  },
  '/v1/rooms': {
    get: { summary: 'All rooms', secured: false },
    post: { summary: 'Add a room', body: RoomInput, secured: true },
  },
  '/v1/rooms/{roomId}': {
    get: { summary: 'One room', secured: false },
    patch: { summary: 'Change a room', body: RoomChange, secured: true },
    delete: { summary: 'Close a room', secured: true },
  },
  '/v1/bookings': {
    get: { summary: 'Own bookings', secured: true },
    post: { summary: 'Book a room', body: NewBooking, secured: true },
  },
  '/v1/bookings/{bookingId}': {
    get: { summary: 'One booking', secured: true },
    patch: { summary: 'Move a booking', body: MoveBooking, secured: true },
    delete: { summary: 'Cancel a booking', body: Cancellation, secured: true },
  },
};

const describe = ({ summary, body, secured }: Operation): object => ({
  summary,
  ...(body === undefined
    ? {}
    : {
        requestBody: {
          required: true,
          content: { 'application/json': { schema: z.toJSONSchema(body, { io: 'input' }) } },
        },
      }),
  ...(secured ? { security: [{ bearer: [] }] } : {}),
  responses: { default: { description: 'see the description of the service' } },
});

export const openApiDocument = (): object => ({
  openapi: '3.1.0',
  info: { title: 'Harbour Hall bookings', version: '3.4.0' },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
  },
  paths: Object.fromEntries(
    Object.entries(PATHS).map(([path, operations]) => [
      path,
      Object.fromEntries(
        Object.entries(operations).map(([method, operation]) => [method, describe(operation)]),
      ),
    ]),
  ),
});

export const openApiRouter = Router();

// The document is public: it describes what any client of ours may call.
openApiRouter.get('/openapi.json', (req, res) => {
  sendCacheable(req, res, openApiDocument(), 3600);
});
