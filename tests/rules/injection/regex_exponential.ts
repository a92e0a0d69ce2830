export function split(text: string): string[] {
  // ruleid: regex-exponential
  return text.split(/(a*)*b/);
}
export function check(text: string): boolean {
  // ok: regex-exponential (near miss: what is repeated begins with a comma)
  return /^\d+(,\d+)*$/.test(text);
}
