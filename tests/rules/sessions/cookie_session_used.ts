import sessions from 'cookie-session';
import session from 'express-session';

// ruleid: cookie-session-used
app.use(sessions({ keys: [key], maxAge: 3_600_000 }));
// ruleid: cookie-session-used
export const middleware = sessions({ name: 'sid', keys });
// ok: cookie-session-used
app.use(session({ secret: key }));
// ok: cookie-session-used (near miss: a property of the request)
export const user = (req: Request) => req.session.user;
