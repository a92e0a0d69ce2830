app.post('/people', async (req, res) => {
  // ruleid: role-stored-from-request
  await User.create({ email: req.body.email, role: req.body.role });
  // ruleid: role-stored-from-request
  const account = new Account({ isAdmin: req.body.isAdmin });
  // ok: role-stored-from-request
  await User.create({ email: req.body.email, role: 'customer' });
  // ok: role-stored-from-request (near miss: another field)
  await Post.create({ title: req.body.title, topic: req.body.topic });
});
