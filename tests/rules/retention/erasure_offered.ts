// ruleid: erasure-offered
router.route('/me').delete(requireSession, erase);
// ruleid: erasure-offered
export const deleteAccount = async (id: string): Promise<void> => { await accounts.delete(id); };
// ok: erasure-offered
export const deleteOrder = async (id: string): Promise<void> => { await orders.delete(id); };
// ok: erasure-offered (near miss: a view of it)
router.get('/me/delete', form);
