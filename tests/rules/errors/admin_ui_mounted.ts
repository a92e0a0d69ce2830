// ruleid: admin-ui-mounted
app.use(statusMonitor());
// ruleid: admin-ui-mounted
app.use('/dash', Agendash(agenda));
// ok: admin-ui-mounted
app.use(express.static('public'));
// ok: admin-ui-mounted (near miss: the document alone)
app.get('/openapi.json', (req, res) => res.json(spec));
