const Joi = require('joi');
const mongoose = require('mongoose');

// ruleid: schema-passes-unknown
const order = Joi.object({ article: Joi.string() }).unknown();
// ruleid: schema-passes-unknown
const { error } = order.validate(req.body, { allowUnknown: true });
// ruleid: schema-passes-unknown
const Bag = new mongoose.Schema({ name: String }, { strict: false });
// ok: schema-passes-unknown
const strict = Joi.object({ article: Joi.string() });
// ok: schema-passes-unknown
const User = new mongoose.Schema({ name: String }, { timestamps: true });
// ok: schema-passes-unknown (near miss: the environment has more than the application reads)
const env = environment.validate(process.env, { allowUnknown: true });
