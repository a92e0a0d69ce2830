#!/usr/bin/env node
'use strict';

const readline = require('readline/promises');

const mongo = require('../lib/mongo');
const { ROLES } = require('../models/staff');
const staffService = require('../services/staff');

async function ask(terminal, question) {
  const answer = await terminal.question(`${question}: `);
  return answer.trim();
}

async function main() {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stderr });
  try {
    const email = await ask(terminal, 'E-mail');
    const name = await ask(terminal, 'Name');
    const role = await ask(terminal, `Role (${ROLES.join(', ')})`);
    const password = await ask(terminal, 'First password');
    if (password.length < staffService.MIN_PASSWORD_LENGTH) {
      throw new Error(`the password needs ${staffService.MIN_PASSWORD_LENGTH} characters`);
    }
    await mongo.connect();
    const staff = await staffService.add({ email, name, role, password });
    process.stdout.write(`${staff.id}\n`);
  } finally {
    terminal.close();
    await mongo.close();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
