const mongoose = require('mongoose');

// ruleid: mongoose-schema
const User = new mongoose.Schema({ email: String });
// ruleid: mongoose-schema
const Reset = new mongoose.Schema({ at: { type: Date, expires: 900 } }, { timestamps: true });
// ok: mongoose-schema
const Model = mongoose.model('User', User);
// ok: mongoose-schema
const id = new mongoose.Types.ObjectId();
// ok: mongoose-schema (near miss: another schema)
const check = new SchemaCheck({ email: 'x' });
