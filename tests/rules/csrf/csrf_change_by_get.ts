// ruleid: csrf-change-by-get
userRouter.get('/users/delete/:id', requireAdmin, remove);
// ok: csrf-change-by-get
userRouter.get('/users/deleted', requireAdmin, list);
