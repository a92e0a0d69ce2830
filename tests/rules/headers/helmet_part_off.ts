import secure from 'helmet';

// ruleid: helmet-part-off
app.use(secure({ xFrameOptions: false }));
// ok: helmet-part-off
app.use(secure({ xFrameOptions: { action: 'deny' } }));
