import { Schema } from 'mongoose';

// ruleid: mongoose-schema
export const user = new Schema({ firstName: String });
// ruleid: mongoose-schema
export const typed = new Schema<User>({ email: { type: String, required: true } });
// ok: mongoose-schema
export const model = connection.model('User', user);
// ok: mongoose-schema (near miss: a type alone)
export type UserSchema = Schema;
