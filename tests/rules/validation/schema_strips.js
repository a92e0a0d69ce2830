const { z } = require('zod');
const Ajv = require('ajv');

// ruleid: schema-strips
const user = z.object({ name: z.string() });
// ruleid: schema-strips
const ajv = new Ajv({ removeAdditional: true });
// ruleid: schema-strips
const value = schema.validate(body, { stripUnknown: true });
// ok: schema-strips
const strict = z.strictObject({ name: z.string() });
// ok: schema-strips
const plain = new Ajv({ allErrors: true });
// ok: schema-strips (near miss: an object of another library)
const box = three.object({ name: 'box' });
