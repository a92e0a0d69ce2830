import OpenAI from 'openai';

// ruleid: service-key-literal
export const model = new OpenAI({ apiKey: 'sk-4e55' });
// ok: service-key-literal
export const safe = new OpenAI({ apiKey: process.env.OPENAI_KEY });
