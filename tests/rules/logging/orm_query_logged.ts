import { PrismaClient } from '@prisma/client';
import { DataSource } from 'typeorm';
import { Sequelize } from 'sequelize';

// ruleid: orm-query-logged
export const prisma = new PrismaClient({ log: ['query', 'error'] });
// ruleid: orm-query-logged
export const source = new DataSource({ type: 'postgres', logging: true });
// ruleid: orm-query-logged
export const url = new Sequelize(process.env.DATABASE_URL);
// ok: orm-query-logged
export const silent = new PrismaClient({ log: ['error'] });
// ok: orm-query-logged (near miss: of errors alone)
export const errors = new DataSource({ type: 'postgres', logging: ['error'] });
