app.get('/orders/:id', async (req, res) => {
  // ruleid: record-read-without-owner
  const order = await Order.findById(req.params.id);
  res.json(order);
});
app.delete('/addresses/:id', async (req, res) => {
  // ruleid: record-read-without-owner
  await Address.findByIdAndDelete(req.params.id);
  res.sendStatus(204);
});

app.get('/my/orders/:id', async (req, res) => {
  // ok: record-read-without-owner
  const order = await Order.findOne({ _id: req.params.id, customer: req.user.id });
  res.json(order);
});
app.get('/checked/:id', async (req, res) => {
  // ok: record-read-without-owner (near miss: compared before it is used)
  const order = await Order.findById(req.params.id);
  if (order.customer !== req.user.id) return res.sendStatus(404);
  res.json(order);
});
app.get('/products/:id', async (req, res) => {
  // ok: record-read-without-owner (near miss: everybody may see it)
  res.json(await Product.findById(req.params.id));
});
