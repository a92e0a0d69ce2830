import serialize from 'node-serialize';

export function read(text: string): unknown[] {
  // ruleid: object-deserialised-unsafely
  const unsafe = serialize.unserialize(text);
  // ok: object-deserialised-unsafely
  return [unsafe, JSON.parse(text)];
}
