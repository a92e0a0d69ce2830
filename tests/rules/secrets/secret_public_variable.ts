// ruleid: secret-public-variable
export const key: string = import.meta.env.VITE_SIGNING_SECRET;
// ok: secret-public-variable
export const shown: string = import.meta.env.VITE_PUBLISHABLE_KEY;
