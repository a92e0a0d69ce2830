const Joi = require('joi');
const { z } = require('zod');

// ruleid: schema-strict
const order = Joi.object({ article: Joi.string() });
// ruleid: schema-strict
const user = z.object({ name: z.string() }).strict();
// ruleid: schema-strict
const schema = { type: 'object', properties: {}, additionalProperties: false };
// ok: schema-strict
const loose = z.object({ name: z.string() });
// ok: schema-strict
const open = { type: 'object', properties: {}, additionalProperties: true };
// ok: schema-strict (near miss: a strict mode of something else)
const mode = compiler.strict();
