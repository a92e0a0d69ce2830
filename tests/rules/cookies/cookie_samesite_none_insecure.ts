// ruleid: cookie-samesite-none-insecure
export const options: CookieOptions = { path: '/', sameSite: 'none' };
// ok: cookie-samesite-none-insecure
export const safe: CookieOptions = { path: '/', sameSite: 'none', secure: isProduction };
