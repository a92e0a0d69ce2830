// ruleid: erasure-offered
router.delete('/users/:id', requireOwner, erase);
// ruleid: erasure-offered
async function anonymizeUser(id) { await User.updateOne({ _id: id }, { email: null }); }
// ok: erasure-offered
router.delete('/orders/:id', remove);
// ok: erasure-offered
router.get('/users/:id', show);
// ok: erasure-offered (near miss: part of a person's settings)
router.delete('/users/:id/avatar', removeAvatar);
