const cors = require('cors');

// ruleid: cors-origin-match-loose
app.use(cors({ origin: /shop\.example/ }));
// ruleid: cors-origin-match-loose
app.use(cors({ origin: [/^https:\/\/shop\.example/], credentials: true }));
app.use(cors({
  origin(origin, done) {
    // ruleid: cors-origin-match-loose
    done(null, origin.endsWith('shop.example'));
  },
}));

// ok: cors-origin-match-loose
app.use(cors({ origin: /^https:\/\/[a-z]+\.shop\.example$/ }));
// ok: cors-origin-match-loose (near miss: a subdomain of one's own)
const own = origin.endsWith('.shop.example');
// ok: cors-origin-match-loose (near miss: another text)
const found = description.includes('shop.example');
