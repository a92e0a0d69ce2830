// ruleid: static-dotfiles-served
app.use(express.static('public', { dotfiles: 'allow' }));
// ruleid: static-dotfiles-served
res.sendFile(name, { root: 'files', dotfiles: 'allow' });

// ok: static-dotfiles-served
app.use(express.static('public', { dotfiles: 'deny' }));
// ok: static-dotfiles-served (near miss: a folder that is meant to be read)
app.use('/.well-known', express.static('.well-known', { dotfiles: 'allow' }));
