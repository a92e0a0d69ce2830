// ruleid: session-regenerated
req.session.regenerate((error) => next(error));
const fresh = promisify((session, done) =>
  // ruleid: session-regenerated
  session.regenerate(done));

// ok: session-regenerated
req.session.save(next);
// ok: session-regenerated (near miss: something else that grows back)
invoices.regenerate(year);
