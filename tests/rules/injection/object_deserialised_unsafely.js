const serialize = require('node-serialize');

exports.read = (text) => {
  // ruleid: object-deserialised-unsafely
  const object = serialize.unserialize(text);
  // ok: object-deserialised-unsafely (near miss: writing runs nothing)
  return serialize.serialize(object);
};
