// ruleid: session-regenerated
await new Promise((done) => request.session.regenerate(done));
// ok: session-regenerated
await request.session.reload(done);
