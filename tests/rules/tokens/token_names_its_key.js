async function keyOf(token) {
  const { header } = jwt.decode(token, { complete: true });
  // ruleid: token-names-its-key
  const answer = await fetch(header.jku);
  return answer.json();
}
function keyFile(header) {
  // ruleid: token-names-its-key
  return fs.readFileSync(`keys/${header.kid}.pem`);
}

function safe(header) {
  // ok: token-names-its-key
  return keys.get(header.kid);
}
function fixed(header) {
  // ok: token-names-its-key (near miss: the key is looked up, not fetched)
  return client.getSigningKey(header.kid);
}
