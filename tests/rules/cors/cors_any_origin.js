const cors = require('cors');

// ruleid: cors-any-origin
app.use(cors());
// ruleid: cors-any-origin
res.setHeader('Access-Control-Allow-Origin', '*');
// ruleid: cors-any-origin
app.use(cors({ origin: '*', methods: ['GET'] }));

// ok: cors-any-origin
app.use(cors({ origin: 'https://shop.example' }));
// ok: cors-any-origin (near miss: public routes alone)
app.use('/catalogue', cors());
