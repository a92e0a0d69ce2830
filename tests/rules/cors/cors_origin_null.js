// ruleid: cors-origin-null
app.use(cors({ origin: ['https://shop.example', 'null'], credentials: true }));
// ruleid: cors-origin-null
res.setHeader('Access-Control-Allow-Origin', 'null');

// ok: cors-origin-null
app.use(cors({ origin: ['https://shop.example'] }));
// ok: cors-origin-null (near miss: no origin at all)
app.use(cors({ origin: null }));
