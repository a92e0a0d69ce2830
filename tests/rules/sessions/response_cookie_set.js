app.get('/', (req, res) => {
  // ruleid: response-cookie-set
  res.cookie('theme', 'dark', { httpOnly: true });
  // ruleid: response-cookie-set
  res.status(200).cookie('seen', '1').json({});
  // ok: response-cookie-set
  res.clearCookie('theme');
  // ok: response-cookie-set
  req.cookies.theme = 'dark';
  // ok: response-cookie-set (near miss: a cookie of a browser's library)
  $.cookie('theme', 'dark');
  // ok: response-cookie-set (near miss: a result, not a response)
  result.cookie('theme', 'dark');
});
