import fresh from 'nocache';

// ruleid: cache-disabled
router.use(fresh());
// ok: cache-disabled
router.use(etag());
