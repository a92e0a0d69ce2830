// ruleid: sequelize-model
const User = sequelize.define('User', { email: DataTypes.STRING });
// ruleid: sequelize-model
Order.init({ street: DataTypes.STRING }, { sequelize, paranoid: true });
// ok: sequelize-model
User.hasMany(Order);
// ok: sequelize-model
await User.create({ email });
// ok: sequelize-model (near miss: a module loader)
define(['a'], (a) => a);
