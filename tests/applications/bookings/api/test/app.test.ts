import request from 'supertest';
import { beforeAll, describe, expect, it } from 'vitest';

import { createApp } from '../src/app.js';
import { useTestDatabase } from './database.js';

const PASSWORD = 'correct horse battery staple';
const member = { email: 'mia@example.org', password: PASSWORD, name: 'Mia Member' };

const app = createApp();

let accessToken = '';

beforeAll(async () => {
  await useTestDatabase();
  const answer = await request(app).post('/v1/auth/sign-up').send(member);
  accessToken = answer.body.accessToken;
});

describe('sign-in', () => {
  it('answers with a pair of tokens', async () => {
    const answer = await request(app)
      .post('/v1/auth/login')
      .send({ email: member.email, password: PASSWORD });
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveProperty('refreshToken');
  });

  it('says the same for a wrong password and an unknown address', async () => {
    const wrong = await request(app)
      .post('/v1/auth/login')
      .send({ email: member.email, password: 'wrong-password-1' });
    const unknown = await request(app)
      .post('/v1/auth/login')
      .send({ email: 'nobody@example.org', password: 'wrong-password-1' });
    expect(wrong.status).toBe(401);
    expect(unknown.body.error.code).toBe(wrong.body.error.code);
  });
});

describe('bookings', () => {
  it('are closed to strangers', async () => {
    const answer = await request(app).get('/v1/bookings');
    expect(answer.status).toBe(401);
  });

  it('are listed for their owner', async () => {
    const answer = await request(app)
      .get('/v1/bookings?sort=created&order=desc')
      .set('authorization', `Bearer ${accessToken}`);
    expect(answer.status).toBe(200);
    expect(answer.body.items).toEqual([]);
  });

  it('refuse a column that is not in the list', async () => {
    const answer = await request(app)
      .get('/v1/bookings?sort=password_hash')
      .set('authorization', `Bearer ${accessToken}`);
    expect(answer.status).toBe(400);
  });
});
