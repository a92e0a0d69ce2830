// ruleid: oauth-flow-obsolete
const url = build({ client_id, redirect_uri, response_type: 'token' });
// ruleid: oauth-flow-obsolete
axios.post(tokenUrl, { grant_type: 'password', username, password });

// ok: oauth-flow-obsolete
const safe = build({ client_id, redirect_uri, response_type: 'code', code_challenge });
// ok: oauth-flow-obsolete (near miss: what an answer is)
axios.get(url, { responseType: 'stream' });
