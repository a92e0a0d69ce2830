import { setTimeout as wait } from 'node:timers/promises';

import { z } from 'zod';

import { logger } from '../logger.js';

const PROVIDER = 'https://payments.harbour-pay.example';
const TIMEOUT_MS = 5000;
const MAX_ATTEMPTS = 3;
const BASE_DELAY_MS = 200;

const Payment = z.object({ id: z.string().max(64), url: z.url().startsWith(`${PROVIDER}/`) });
export type PaymentType = z.infer<typeof Payment>;

export interface PaymentRequest {
  reference: string;
  amountCents: number;
}

const isWorthAnotherTry = (status: number): boolean => status === 429 || status >= 500;

async function post(path: string, body: unknown, idempotencyKey: string): Promise<Response> {
  return fetch(`${PROVIDER}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${process.env.PAYMENT_API_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
    },
    body: JSON.stringify(body),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}

/** Asks the provider for a payment. The reference makes a repeated request harmless. */
export async function requestPayment(request: PaymentRequest): Promise<PaymentType> {
  const body = { reference: request.reference, amount: request.amountCents, currency: 'DKK' };
  for (let attempt = 1; ; attempt += 1) {
    const response = await post('/v2/payments', body, request.reference);
    if (response.ok) {
      return Payment.parse(await response.json());
    }
    if (attempt >= MAX_ATTEMPTS || !isWorthAnotherTry(response.status)) {
      throw new Error(`payment provider answered ${response.status}`);
    }
    const delayMs = BASE_DELAY_MS * 2 ** attempt * (0.5 + Math.random());
    logger.warn({ attempt, status: response.status }, 'payment provider busy');
    await wait(delayMs);
  }
}

export async function refund(paymentId: string): Promise<void> {
  const response = await post(
    `/v2/payments/${encodeURIComponent(paymentId)}/refunds`,
    { amount: 'full' },
    `refund-${paymentId}`,
  );
  if (!response.ok) {
    throw new Error(`refund answered ${response.status}`);
  }
}
