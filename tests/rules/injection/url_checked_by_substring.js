exports.allowed = (url, allowedHost) => {
  // ruleid: url-checked-by-substring
  return url.includes(allowedHost);
};
exports.known = (url) => {
  // ok: url-checked-by-substring (near miss: the origin is compared)
  return new URL(url).origin === 'https://shop.example';
};
