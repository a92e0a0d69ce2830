// ruleid: cookie-value-sensitive
res.cookie('password', req.body.password, { httpOnly: true });
// ruleid: cookie-value-sensitive
res.cookie('remember', user.password);
// ruleid: cookie-value-sensitive
res.cookie('checkout', customer.creditCard, { secure: true });

// ok: cookie-value-sensitive
res.cookie('remember', token, { httpOnly: true });
// ok: cookie-value-sensitive (near miss: a note about a password)
res.cookie('password_changed', 'yes');
