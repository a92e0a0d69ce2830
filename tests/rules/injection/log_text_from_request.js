exports.login = (req, res) => {
  const { user } = req.body;
  // ruleid: log-text-from-request
  console.log('login failed for ', user);
  // ok: log-text-from-request
  console.log('login failed');
  // ok: log-text-from-request (near miss: JSON escapes the line breaks)
  console.log(JSON.stringify({ user }));
  res.sendStatus(401);
};
