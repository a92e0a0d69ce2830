// ruleid: sequelize-model
export const User = db.define('user', { lastName: DataTypes.STRING }, { paranoid: true });
// ruleid: sequelize-model
Address.init({ city: DataTypes.STRING }, { sequelize: db });
// ok: sequelize-model
await Address.findAll();
// ok: sequelize-model (near miss: another init)
Sentry.init({ dsn }, { debug: true });
