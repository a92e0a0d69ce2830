// ruleid: session-destroyed
req.session.destroy(() => res.redirect('/'));
// ruleid: session-destroyed
req.session = null;

// ok: session-destroyed
socket.destroy();
// ok: session-destroyed (near miss: one value of the session)
req.session.basket = null;
