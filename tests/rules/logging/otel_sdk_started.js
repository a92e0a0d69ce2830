const { NodeSDK } = require('@opentelemetry/sdk-node');

// ruleid: otel-sdk-started
const sdk = new NodeSDK({ serviceName: 'shop' });
// ruleid: otel-sdk-started
require('@opentelemetry/auto-instrumentations-node/register');
// ok: otel-sdk-started
const api = require('@opentelemetry/api');
// ok: otel-sdk-started
const tracer = api.trace.getTracer('shop');
// ok: otel-sdk-started (near miss: a kit for something else)
const kit = new PaymentSDK({ serviceName: 'shop' });
