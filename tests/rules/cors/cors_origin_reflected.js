// ruleid: cors-origin-reflected
app.use(cors({ origin: true, maxAge: 600 }));
app.use((req, res, next) => {
  // ruleid: cors-origin-reflected
  res.header('Access-Control-Allow-Origin', req.get('Origin'));
  next();
});

// ok: cors-origin-reflected
app.use(cors({ origin: 'https://shop.example' }));
app.use((req, res, next) => {
  if (allowed.includes(req.headers.origin)) {
    // ok: cors-origin-reflected (near miss: an origin of a list)
    res.header('Access-Control-Allow-Origin', req.headers.origin);
  }
  next();
});
