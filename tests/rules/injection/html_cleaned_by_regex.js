exports.clean = (text) => {
  // ruleid: html-cleaned-by-regex
  const plain = text.replace(/<[^>]*>/g, '');
  // ok: html-cleaned-by-regex (near miss: an escape, not a removal)
  return plain.replace(/</g, '&lt;');
};
