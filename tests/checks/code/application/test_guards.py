"""What is a function of the application taken for, by what it does with the request?"""

from __future__ import annotations

import pytest
from application_models import facts_named, model_of

from auditor.checks.code.application.model import Middleware


def middleware(code: str) -> Middleware:
    """What ``app.use(it, …)`` mounts, where ``code`` declares ``it``."""
    (application,) = model_of(f"{code}\napp.use(it);").applications
    return application.mounted[0][0]


KINDS = {
    "a session is asked for": (
        "auth",
        (
            "function it(req, res, next) { if (!req.session.user) {"
            " return res.sendStatus(401); } next(); }"
        ),
    ),
    "passport is asked": (
        "auth",
        "const it = (req, res, next) => req.isAuthenticated() ? next() : res.redirect('/login');",
    ),
    "a token is verified, with a callback": (
        "auth",
        (
            "const it = (req, res, next) => {"
            " jwt.verify(req.headers.authorization, KEY, (err, user) => {"
            " if (err) return res.status(403).end(); req.user = user; next(); }); };"
        ),
    ),
    "a guard that throws": (
        "auth",
        "const it = (req, res, next) => { if (!req.user) throw new Forbidden(); next(); };",
    ),
    "who asks is known by a name of its own": (
        "auth",
        (
            "const it = (req, res, next) => { if (req.identity === undefined) {"
            " next(new UnauthorizedError()); return; } next(); };"
        ),
    ),
    "a session that is taken apart": (
        "auth",
        (
            "const it = (req, res, next) => { const { staff } = req.session;"
            " if (!staff) return res.status(403).render('error'); return next(); };"
        ),
    ),
    "a part of the session that is taken apart": (
        "other",
        (
            "const it = (req, res, next) => { const { path } = req.session.cookie;"
            " if (!path) throw new Error(); next(); };"
        ),
    ),
    "the sender's signature is compared": (
        "auth",
        (
            "const it = (req, res, next) => { if (!isOurs(req.get('x-signature'), req.body)) {"
            " return res.sendStatus(401); } next(); };"
        ),
    ),
    "only guests may pass": (
        "handler",
        (
            "const it = (req, res, next) => { if (!req.isAuthenticated()) return next();"
            " res.redirect('/'); };"
        ),
    ),
    "the session is written to": (
        "other",
        "const it = (req, res, next) => { req.session.views = 1; if (bad) throw bad; next(); };",
    ),
    "a guard in a comment is none": (
        "other",
        "const it = (req, res, next) => { /* if (!req.session.user) throw 1 */ next(); };",
    ),
    "a schema parses the body": (
        "validator",
        (
            "const it = (req, res, next) => { const r = schema.safeParse(req.body);"
            " if (!r.success) return res.status(400).end(); next(); };"
        ),
    ),
    "one call that goes on or refuses": (
        "validator",
        (
            "const it = (req, res, next) => { const bad = schema.safeParse(req.body).error;"
            " next(bad === undefined ? undefined : new InvalidInput(bad)); };"
        ),
    ),
    "a wrapper around a schema": (
        "validator",
        (
            "const validate = (schema) => (req, res, next) => { const {"
            " error } = schema.validate(req.body);"
            " if (error) return next(error); next(); };\nconst it = validate(joi.object());"
        ),
    ),
    "express-validator's result": (
        "validator",
        (
            "const it = (req, res, next) => { const e = validationResult(req);"
            " if (!e.isEmpty()) { return res.status(422).json(e.array()); } next(); };"
        ),
    ),
    "a function that a middleware hands the request to": (
        "validator",
        (
            "function check(r) { if (!schema.validate(r.body)) throw new Error(); }\n"
            "const it = (req, res, next) => { check(req); next(); };"
        ),
    ),
    "JSON.parse is no schema": (
        "other",
        "const it = (req, res, next) => { if (!JSON.parse(req.body)) throw 1; next(); };",
    ),
    "a limiter of its own": (
        "limiter",
        (
            "const it = (req, res, next) => { limiter.consume(req.ip).then(() => next())"
            ".catch(() => res.status(429).end()); };"
        ),
    ),
    "a CSRF token of its own": (
        "csrf",
        (
            "const it = (req, res, next) => { if (req.headers['x-csrf-token'] !== t) {"
            " return res.sendStatus(403); } next(); };"
        ),
    ),
    "four parameters": ("error handler", "const it = (e, req, res, next) => res.sendStatus(500);"),
    "an answer": ("handler", "const it = (req, res) => res.sendStatus(404);"),
    "a line in the log": (
        "logger",
        "const it = (req, res, next) => { console.log(req.url); next(); };",
    ),
    "a known package": ("helmet", "const it = require('helmet')();"),
    "a part of helmet": ("headers", "const it = require('helmet').noSniff();"),
    "a parser of express": ("body parser", "const it = express.json();"),
    "what a package made": (
        "csrf",
        "const { doubleCsrfProtection: it } = require('csrf-csrf').doubleCsrf({});",
    ),
    "an uploader": ("upload", "const it = require('multer')({ dest: 'x' }).single('a');"),
    "a chain of checks": (
        "validator",
        "const it = require('express-validator').body('a').isInt();",
    ),
    "a package that is not known": ("unknown", "const it = require('@acme/thing')();"),
}


@pytest.mark.parametrize("what", KINDS)
def test_takes_a_function_for_what_it_does(what: str) -> None:
    kind, code = KINDS[what]

    assert str(middleware(code).kind) == kind


HANDLERS = {
    "req.body": ("(req, res) => save(req.body)", True),
    "another name for the request": ("(request, res) => save(request.query)", True),
    "taken apart in the parameters": ("({ body }, res) => save(body)", True),
    "taken apart in the body": ("(req, res) => { const { body } = req; }", True),
    "nothing": ("(req, res) => res.send('x')", False),
    "handed to a function that reads": ("(req, res) => reads(req)", True),
    "handed to a function that does not": ("(req, res) => ignores(req)", False),
    "handed to a function that cannot be told": ("(req, res) => service.go(req)", None),
}


@pytest.mark.parametrize("how", HANDLERS)
def test_tells_whether_a_handler_reads_input(how: str) -> None:
    handler, expected = HANDLERS[how]
    code = (
        "function reads(r) { return r.body.a; }\nfunction ignores(r) { return 1; }\n"
        f"app.post('/a', {handler});"
    )
    (route,) = facts_named("route", code)

    assert route.attributes["reads_input"] is expected


def test_a_wrapped_handler_is_read_too() -> None:
    code = (
        "const wrap = (fn) => (req, res, next) =>"
        " Promise.resolve(fn(req, res, next)).catch(next);\n"
        "app.post('/a', wrap(async (req, res) => { await save(req.body); }));"
    )
    (route,) = facts_named("route", code)

    assert route.attributes["reads_input"] is True
    assert facts_named("async.handler", code, major=4) == []


def test_a_check_within_the_handler_counts() -> None:
    code = (
        "app.post('/a', (req, res) => { if (!req.session.user) return res.sendStatus(401);\n"
        "const data = schema.parse(req.body); res.json(data); });"
    )
    (route,) = facts_named("route", code)

    assert (route.attributes["authenticated"], route.attributes["validated"]) == (True, True)


LEAKS = {
    "res.status(500).json({ error: 'internal error' })": "none",
    "res.status(err.status || 500).send('refused')": "none",
    "res.status(500).send(err.stack)": "stack",
    "res.status(500).json({ err })": "stack",
    "res.render('error', { error: err })": "stack",
    "res.send(`<pre>${err.stack}</pre>`)": "stack",
    "res.json({ message: err.message })": "message",
    "res.json({ stack: process.env.NODE_ENV === 'production' ? '' : err.stack })": "development",
}


@pytest.mark.parametrize("answer", LEAKS)
def test_tells_what_an_error_handler_gives_away(answer: str) -> None:
    (handler,) = facts_named("error.handler", f"app.use((err, req, res, next) => {{ {answer}; }});")

    assert handler.attributes["leak"] == LEAKS[answer]


ASYNC = {
    "async (req, res) => { await a(); }": False,
    "async (req, res) => { try { await a(); } catch (e) { next(e); } }": True,
    "async (req, res) => { try { await a(); } finally { b(); } }": False,
    "async (req, res) => { try { a(); } catch (e) { await b(); } }": False,
    "async (req, res) => { res.send('x'); }": True,
    "async (req, res) => res.send(await a())": False,
}


@pytest.mark.parametrize("handler", ASYNC)
def test_tells_whether_a_rejection_leaves_a_handler(handler: str) -> None:
    (fact,) = facts_named("async.handler", f"app.get('/a', {handler});", major=4)

    assert fact.attributes["guarded"] is ASYNC[handler]
