exports.forgot = async (req, res, mailer, token) => {
  const link = 'https://' + req.headers.host + '/reset/' + token;
  // ruleid: link-from-host-header
  await mailer.sendMail({ to: req.body.email, text: link });
  // ok: link-from-host-header (near miss: the address is configured)
  await mailer.sendMail({ to: 'a@shop.example', text: process.env.PUBLIC_URL + token });
  res.sendStatus(202);
};
