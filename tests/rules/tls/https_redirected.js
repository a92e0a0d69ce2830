app.use((req, res, next) => {
  if (req.secure) return next();
  // ruleid: https-redirected
  return res.redirect(301, 'https://' + req.headers.host + req.url);
});
// ruleid: https-redirected
http.createServer((req, res) => res.writeHead(308, { location: `https://${host}${req.url}` })).listen(80);

// ok: https-redirected (near miss: a page of another site)
app.get('/help', (req, res) => res.redirect('https://help.example/shop'));
// ok: https-redirected
app.get('/', (req, res) => res.redirect('/orders'));
