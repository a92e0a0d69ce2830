// ruleid: token-in-redirect
res.redirect(`/welcome?token=${token}`);
// ruleid: token-in-redirect
res.redirect(302, 'https://app.example/done?access_token=' + accessToken);

// ok: token-in-redirect
res.redirect('/welcome');
// ok: token-in-redirect (near miss: says that one is missing)
res.redirect(`/login?error=token_missing&next=${path}`);
