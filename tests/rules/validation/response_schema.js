const fastJson = require('fast-json-stringify');
const OpenApiValidator = require('express-openapi-validator');

// ruleid: response-schema
const write = fastJson({ type: 'object', properties: {} });
// ruleid: response-schema
app.use(OpenApiValidator.middleware({ apiSpec, validateResponses: true }));
// ok: response-schema
app.use(OpenApiValidator.middleware({ apiSpec, validateRequests: true }));
// ok: response-schema
const text = JSON.stringify(user);
// ok: response-schema (near miss: switched off)
app.use(OpenApiValidator.middleware({ apiSpec, validateResponses: false }));
