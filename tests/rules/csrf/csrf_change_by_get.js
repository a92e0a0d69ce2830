// ruleid: csrf-change-by-get
app.get('/orders/:id/cancel', requireLogin, cancel);
// ruleid: csrf-change-by-get
router.get('/addresses/:id', async (req, res) => {
  await Address.findByIdAndDelete(req.params.id);
  res.redirect('/addresses');
});

// ok: csrf-change-by-get
app.delete('/addresses/:id', requireLogin, remove);
// ok: csrf-change-by-get (near miss: a page about it)
app.get('/help/cancellation', page);
// ok: csrf-change-by-get (near miss: no route)
cache.get('/orders/delete');
