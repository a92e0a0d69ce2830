export function trusted(origin: string): boolean {
  // ruleid: url-checked-by-substring
  return origin.indexOf('https://shop.example') !== -1;
}
export function hasQuery(url: string): boolean {
  // ok: url-checked-by-substring
  return url.includes('?');
}
