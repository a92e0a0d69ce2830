import { Sequelize, DataTypes } from 'sequelize';
import Orm from 'sequelize';

// ruleid: sequelize-connected
export const db = new Sequelize({ dialect: 'postgres', dialectOptions: { ssl: true } });
// ruleid: sequelize-connected
export const other = new Orm(process.env.DATABASE_URL!);
// ok: sequelize-connected
export const User = db.define('User', { name: DataTypes.STRING });
// ok: sequelize-connected (near miss: a type alone)
export type Database = Sequelize;
