import fastJson from 'fast-json-stringify';
import * as OpenApiValidator from 'express-openapi-validator';

// ruleid: response-schema
export const write = fastJson({ type: 'object' });
// ruleid: response-schema
app.use(OpenApiValidator.middleware({ apiSpec, validateResponses: { removeAdditional: 'failing' } }));
// ok: response-schema
export const plain = JSON.stringify({});
// ok: response-schema (near miss: another schema)
export const check = ajv.compile({ type: 'object' });
