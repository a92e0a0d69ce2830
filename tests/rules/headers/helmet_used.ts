import headers from 'helmet';
import * as helmet from 'helmet';

// ruleid: helmet-used
app.use(headers());
// ruleid: helmet-used
app.use(helmet({ hsts: { maxAge: 31_536_000 } }));
// ok: helmet-used
app.use(cors());
// ok: helmet-used (near miss: mentioned and not used)
export { headers };
