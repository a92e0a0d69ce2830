exports.check = (text) => {
  // ruleid: regex-exponential
  const slow = /^([0-9]+)+#$/.test(text);
  // ok: regex-exponential
  const fast = /^[0-9]+#$/.test(text);
  return slow || fast;
};
