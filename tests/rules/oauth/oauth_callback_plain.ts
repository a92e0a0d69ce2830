// ruleid: oauth-callback-plain
export const options = { redirectUri: 'http://shop.example/done', scope: 'openid' };
// ok: oauth-callback-plain
export const safe = { redirectUri: '/done', scope: 'openid' };
