// ruleid: csp-source-unsafe
export const directives = { defaultSrc: ["'self'", 'https:'] };
// ok: csp-source-unsafe
export const safe = { defaultSrc: ["'none'"], imgSrc: ['*'] };
