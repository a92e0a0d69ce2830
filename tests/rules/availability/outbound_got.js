const got = require('got');

// ruleid: outbound-got
const answer = await got(url);
// ruleid: outbound-got
const other = await got.post(url, { json, timeout: { request: 3000 } });
// ok: outbound-got
const rows = await database.get(url);
// ok: outbound-got
throw new got.HTTPError(answer);
// ok: outbound-got (near miss: another verb of another object)
const item = map.get(url);
