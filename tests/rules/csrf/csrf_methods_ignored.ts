// ruleid: csrf-methods-ignored
export const { generateToken } = csrfSync({ ignoredMethods: ['PUT', 'GET'] });
// ok: csrf-methods-ignored
export const safe = csrfSync({ ignoredMethods: ['GET'] });
