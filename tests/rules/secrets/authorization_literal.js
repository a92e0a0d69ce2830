// ruleid: authorization-literal
fetch(url, { headers: { Authorization: 'Bearer 4e55b1c0q8Zr' } });
// ruleid: authorization-literal
axios.get(url, { headers: { 'x-api-key': '4e55b1c0q8Zr99aa' } });

// ok: authorization-literal
fetch(url, { headers: { Authorization: `Bearer ${token}` } });
// ok: authorization-literal
fetch(url, { headers: { authorization: header } });
// ok: authorization-literal (near miss: a placeholder in a description)
const shown = { Authorization: 'Bearer <token>' };
// ok: authorization-literal (near miss: what the field is, in a schema)
const schema = { authorization: 'string' };
