const axios = require('axios');

// ruleid: outbound-axios
const answer = await axios.get(url);
// ruleid: outbound-axios
const client = axios.create({ timeout: 3000 });
// ok: outbound-axios
const other = await client.get(url);
// ok: outbound-axios
axios.interceptors.request.use(log);
// ok: outbound-axios (near miss: a name alone)
const name = axios.VERSION;
