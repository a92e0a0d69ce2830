const mongoose = require('mongoose');
const { Pool } = require('pg');
const mysql = require('mysql2');
const Sequelize = require('sequelize');

// ruleid: database-password-literal
mongoose.connect('mongodb://shop:made-up@db.internal.example/shop');
// ruleid: database-password-literal
mongoose.connect(`mongodb+srv://shop:made-up@${cluster}/shop`);
// ruleid: database-password-literal
const url = 'redis://:made-up@cache.internal.example:6379';
const pool = new Pool({
  host: 'db.internal.example',
  // ruleid: database-password-literal
  password: 'made-up',
});
// ruleid: database-password-literal
mysql.createConnection({ host: process.env.DB_HOST, user: 'shop', password: 'made-up' });
// ruleid: database-password-literal
const sequelize = new Sequelize('shop', 'shop', 'made-up', { dialect: 'postgres' });
// ruleid: database-password-literal
const builder = knex({ client: 'pg', connection: { host: process.env.DB_HOST, password: 'made-up' } });
// ruleid: database-password-literal
directory.bind('cn=shop,dc=example', 'made-up', done);
// ruleid: database-password-literal
const mail = nodemailer.createTransport({ host: 'mail.example', auth: { user: 'shop', pass: 'made-up' } });

// ok: database-password-literal
mongoose.connect(process.env.MONGO_URL);
// ok: database-password-literal (near miss: another bind)
handler.bind('name', 'made-up', done);
// ok: database-password-literal
const other = new Pool({ password: process.env.DB_PASSWORD });
// ok: database-password-literal (near miss: no password in the address)
mongoose.connect('mongodb://db.internal.example/shop');
// ok: database-password-literal (near miss: this machine, for development)
mongoose.connect('mongodb://shop:shop@localhost:27017/shop');
// ok: database-password-literal (near miss: the password comes from outside)
mongoose.connect(`mongodb://shop:${process.env.DB_PASSWORD}@db.internal.example/shop`);
// ok: database-password-literal (near miss: an empty password)
mysql.createConnection({ host: 'localhost', user: 'root', password: '' });
// ok: database-password-literal (near miss: a placeholder in a help text)
console.log('usage: migrate postgres://user:<password>@host/name');
// ok: database-password-literal (near miss: a form)
render('login', { password: 'Your password' });
