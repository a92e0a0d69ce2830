export const clean = (text: string): string =>
  // ruleid: html-cleaned-by-regex
  text.replace(/<script.*?>/gi, '');
export const trim = (text: string): string =>
  // ok: html-cleaned-by-regex
  text.replace(/\s+$/g, '');
