const cors = require('cors');

// ruleid: cors-credentials-for-any-origin
app.use(cors({ origin: true, credentials: true }));
// ruleid: cors-credentials-for-any-origin
app.use(cors({ credentials: true, origin: (origin, done) => done(null, true) }));
app.use((req, res, next) => {
  // ruleid: cors-credentials-for-any-origin
  res.setHeader('Access-Control-Allow-Origin', req.headers.origin);
  res.setHeader('Access-Control-Allow-Credentials', 'true');
  next();
});

// ok: cors-credentials-for-any-origin
app.use(cors({ origin: 'https://shop.example', credentials: true }));
app.use(cors({
  credentials: true,
  // ok: cors-credentials-for-any-origin (near miss: the origin is looked up)
  origin: (origin, done) => done(null, allowed.has(origin)),
}));
// ok: cors-credentials-for-any-origin
app.use(cors({ origin: true }));
