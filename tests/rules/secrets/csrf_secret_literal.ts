import { doubleCsrf } from 'csrf-csrf';

export const protection = doubleCsrf({
  getSecret: () => {
    // ruleid: csrf-secret-literal
    return 'swordfish';
  },
});
// ok: csrf-secret-literal
export const safe = doubleCsrf({ getSecret: () => config.csrfSecret });
