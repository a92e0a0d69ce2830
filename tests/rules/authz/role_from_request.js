app.delete('/people/:id', (req, res) => {
  // ruleid: role-from-request
  if (req.body.role !== 'admin') return res.sendStatus(403);
  // ruleid: role-from-request
  if (req.query.admin === 'true') purge();
  // ok: role-from-request
  if (req.user.role !== 'admin') return res.sendStatus(403);
  // ok: role-from-request (near miss: a filter)
  if (req.query.role === 'cook') filter.role = 'cook';
});
