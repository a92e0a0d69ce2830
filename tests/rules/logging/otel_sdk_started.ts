import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

// ruleid: otel-sdk-started
export const provider = new NodeTracerProvider();
// ruleid: otel-sdk-started
registerInstrumentations({ instrumentations: [] });
// ok: otel-sdk-started
export const span = tracer.startSpan('order');
// ok: otel-sdk-started (near miss: a type alone)
export type Provider = NodeTracerProvider;
