const Sequelize = require('sequelize');
const mongoose = require('mongoose');

// ruleid: orm-query-logged
const one = new Sequelize('shop', user, secret, { dialect: 'postgres' });
// ruleid: orm-query-logged
const two = new Sequelize(process.env.DATABASE_URL, { logging: console.log });
// ruleid: orm-query-logged
mongoose.set('debug', true);
// ok: orm-query-logged
const quiet = new Sequelize('shop', user, secret, { dialect: 'postgres', logging: false });
// ok: orm-query-logged
mongoose.set('strictQuery', true);
// ok: orm-query-logged (near miss: told by the configuration)
const other = new Sequelize(config);
