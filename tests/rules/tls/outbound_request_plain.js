const axios = require('axios');
const http = require('http');

const BASE = 'http://stock.internal.example';

// ruleid: outbound-request-plain
axios.get('http://stock.internal.example/items');
// ruleid: outbound-request-plain
axios.post(`http://stock.internal.example/items/${id}`, body);
// ruleid: outbound-request-plain
http.get(BASE, read);
// ruleid: outbound-request-plain
const client = axios.create({ baseURL: 'http://stock.internal.example' });

// ok: outbound-request-plain
axios.get('https://stock.internal.example/items');
// ok: outbound-request-plain
axios.get(process.env.STOCK_URL);
// ok: outbound-request-plain (near miss: this machine)
axios.get('http://localhost:3000/health');
// ok: outbound-request-plain (near miss: a name, not a request)
xml.namespace('http://www.example/schema');
// ok: outbound-request-plain (near miss: a table with such keys)
prefixes.get('http://www.example/schema');
// ok: outbound-request-plain (near miss: a key that looks like an address)
cache.lookup('http://stock.internal.example');
