const path = require('path');
const express = require('express');

// ruleid: static-root-served
app.use(express.static(__dirname));
// ruleid: static-root-served
app.use('/files', express.static(path.join(__dirname, '..')));
// ruleid: static-root-served
app.use(express.static('.'));

// ok: static-root-served
app.use(express.static(path.join(__dirname, 'public')));
// ok: static-root-served (near miss: one folder beside the code)
app.use(express.static(path.join(__dirname, '..', 'public')));
