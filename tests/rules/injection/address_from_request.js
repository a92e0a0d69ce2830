const axios = require('axios');
const needle = require('needle');

exports.preview = async (req, res) => {
  // ruleid: address-from-request
  const page = await axios.get(req.query.url);
  // ruleid: address-from-request
  needle.get(req.body.host + '/status', (error, answer) => res.json(answer.body));
  // ok: address-from-request (near miss: the host is fixed)
  const item = await axios.get('https://stock.example/items/' + req.params.id);
  res.json([page.data, item.data]);
};
