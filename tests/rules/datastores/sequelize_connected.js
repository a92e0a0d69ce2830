const { Sequelize } = require('sequelize');
const orm = require('sequelize');

// ruleid: sequelize-connected
new Sequelize(process.env.DATABASE_URL);
// ruleid: sequelize-connected
new orm.Sequelize('shop', 'shop', process.env.DB_PASSWORD, { dialect: 'mysql' });
// ok: sequelize-connected
sequelize.define('User', {});
// ok: sequelize-connected (near miss: its model)
class User extends Sequelize.Model {}
