'use strict';

const assert = require('node:assert/strict');
const { before, describe, it } = require('node:test');

const request = require('supertest');

const { createApp } = require('../app');
const staffService = require('../services/staff');
const people = require('./fixtures/staff');

const tokenOf = (html) => /name="_csrf" value="([^"]+)"/.exec(html)[1];

describe('login', () => {
  let agent;

  before(async () => {
    agent = request.agent(createApp());
    await staffService.add({ ...people.clerk, role: 'clerk' });
  });

  it('refuses a form without token', async () => {
    const answer = await agent.post('/login').type('form').send(people.clerk);
    assert.equal(answer.status, 403);
  });

  it('opens a session', async () => {
    const page = await agent.get('/login');
    const answer = await agent
      .post('/login')
      .type('form')
      .send({ ...people.clerk, _csrf: tokenOf(page.text) });
    assert.equal(answer.status, 302);
    const [cookie] = answer.headers['set-cookie'];
    assert.match(cookie, /^__Host-desk=.*HttpOnly; Secure; SameSite=Strict/);
  });

  it('refuses a wrong password', async () => {
    const page = await agent.get('/login');
    const answer = await agent
      .post('/login')
      .type('form')
      .send({ email: people.clerk.email, password: 'hunter2', _csrf: tokenOf(page.text) });
    assert.equal(answer.status, 401);
  });
});
