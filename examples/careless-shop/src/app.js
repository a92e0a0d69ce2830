'use strict';

const path = require('path');
const cookieParser = require('cookie-parser');
const express = require('express');
const morgan = require('morgan');

const config = require('./config');
const session = require('./session');

const app = express();

app.set('views', path.join(__dirname, '..', 'views'));
app.set('view engine', 'ejs');

app.use(morgan('combined'));
app.use(express.static('public'));
app.use(express.json({ limit: '50mb' }));
app.use(express.urlencoded({ extended: true }));
app.use(cookieParser(config.cookieSecret));
app.use(session);

// Remembers which banner a visitor has closed.
app.post('/banner', (req, res) => {
  res.cookie('banner', 'closed', { httpOnly: true, secure: true, maxAge: 86400000 });
  res.sendStatus(204);
});

app.get('/', (req, res) => res.redirect('/orders'));
app.use('/', require('./routes/login'));
app.use('/orders', require('./routes/orders'));
app.use('/api', require('./routes/api'));

app.use((error, req, res, next) => {
  res.status(500).send(`<pre>${error.stack}</pre>`);
});

module.exports = app;
