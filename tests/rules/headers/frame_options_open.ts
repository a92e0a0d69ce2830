// ruleid: frame-options-open
export const directives = { defaultSrc: ["'self'"], frameAncestors: ['*'] };
// ok: frame-options-open
export const safe = { defaultSrc: ["'self'"], frameAncestors: ["'none'"] };
