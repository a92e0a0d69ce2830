"""Which facts does the model of an application leave about its middleware and its process?"""

from __future__ import annotations

import json

import pytest
from application_models import APP, fact_named, facts_named, model_of
from builders import MemoryTarget

from auditor.checks.code.application.async_facts import express_majors
from auditor.checks.code.application.sizes import size_bytes
from auditor.engine import read_inventory
from auditor.model import Value

HELMET = "app.use(require('helmet')());\n"
ROUTES = "app.get('/a', (q, s) => s.end());\napp.post('/b', (q, s) => s.end());\n"

HELMETS: dict[str, tuple[str, str, bool | None]] = {
    "before the routes": (HELMET + ROUTES, "before", True),
    "after the routes": (ROUTES + HELMET, "after", True),
    "after one of them": (
        "app.get('/0', (q, s) => s.end());\n" + HELMET + ROUTES,
        "some",
        True,
    ),
    "after the health check alone": (
        "app.get('/healthz', (q, s) => s.end());\n" + HELMET + ROUTES,
        "before",
        True,
    ),
    "nowhere": (ROUTES, "absent", None),
    "imported and not mounted": ("const h = require('helmet');\n" + ROUTES, "absent", None),
    "in production": (
        "if (process.env.NODE_ENV === 'production') { " + HELMET + "}\n" + ROUTES,
        "conditional",
        True,
    ),
    "in parts": ("app.use(require('helmet').noSniff());\n" + ROUTES, "parts", False),
    "with its policy off": (
        "app.use(require('helmet')({ contentSecurityPolicy: false }));\n" + ROUTES,
        "before",
        False,
    ),
    "with options that another file has": (
        "app.use(require('helmet')(require('config').helmet));\n" + ROUTES,
        "before",
        None,
    ),
    "with no route": (HELMET, "before", True),
}


@pytest.mark.parametrize("where", HELMETS)
def test_says_where_helmet_stands(where: str) -> None:
    code, state, csp = HELMETS[where]
    (fact,) = (each for each in facts_named("app.protection", code) if each.value == "helmet")

    assert (fact.attributes["state"], fact.attributes["csp"]) == (state, csp)


def test_absence_is_not_claimed_where_something_could_not_be_followed() -> None:
    code = ROUTES + "app.use(require(process.env.EXTRA));"
    states = {fact.value: fact.attributes["state"] for fact in facts_named("app.protection", code)}

    assert states == {"helmet": None, "limiter": None}
    assert fact_named("error.handler", code).value is None


STORES = {
    "require('express-rate-limit')({})": "memory",
    "require('express-rate-limit')({ store: new (require('rate-limit-redis').RedisStore)({}) })": (
        "shared"
    ),
    "require('express-brute')({})": None,
}


@pytest.mark.parametrize("limiter", STORES)
def test_says_where_a_limiter_counts(limiter: str) -> None:
    facts = facts_named("app.protection", f"app.use({limiter});\n{ROUTES}")
    (fact,) = (each for each in facts if each.value == "limiter")

    assert fact.attributes["store"] == STORES[limiter]


LIMITED = {
    "app.post('/login', limit, h);": "route",
    "app.use('/login', limit);\napp.post('/login', h);": "route",
    "app.use(limit);\napp.post('/login', h);": "global",
    "app.post('/login', h);\napp.use(limit);": "none",
    "if (x) app.use(limit);\napp.post('/login', h);": None,
    "app.use(strangeLimiter);\napp.post('/login', h);": None,
}


@pytest.mark.parametrize("code", LIMITED)
def test_says_how_a_login_is_limited(code: str) -> None:
    fact = fact_named("route", f"const limit = require('express-rate-limit')({{}});\n{code}")

    assert fact.attributes["login_like"] is True
    assert fact.attributes["limited"] == LIMITED[code]


PATHS = {
    "/login": (True, False),
    "/users/sign-in": (True, False),
    "/api/auth": (True, False),
    "/rest/user/reset-password": (True, False),
    "/2fa/verify": (True, False),
    "/authors": (False, False),
    "/auth/logout": (False, False),
    "/admin/users": (False, True),
    "/api/v1/administrator": (False, True),
    "/administer-care": (False, False),
    "/debug": (False, True),
}


@pytest.mark.parametrize("path", PATHS)
def test_tells_logins_and_admin_routes_by_their_paths(path: str) -> None:
    attributes = fact_named("route", f"app.post('{path}', h);").attributes

    assert (attributes["login_like"], attributes["admin_like"]) == PATHS[path]


def test_a_route_behind_a_login_is_no_login() -> None:
    code = (
        "const guard = (req, res, next) => { if (!req.session.user) return res.sendStatus(401);"
        " next(); };\napp.post('/token', guard, h);\n"
        "app.post('/login', require('passport').authenticate('local'));"
    )

    assert [fact.attributes["login_like"] for fact in facts_named("route", code)] == [False, True]


SESSION = "app.use(require('express-session')({}));\n"
COOKIES = {
    SESSION + "app.post('/a', h);": True,
    "app.post('/a', h);\n" + SESSION: False,
    SESSION + "app.post('/a', require('express-jwt').expressjwt({}), h);": False,
    SESSION + "app.post('/a', require('passport').authenticate('jwt'), h);": False,
    "app.post('/a', (req, res, next) => { if (!req.cookies.token) return res.sendStatus(401);"
    " next(); }, h);": True,
    "app.post('/a', h);": False,
}


@pytest.mark.parametrize("code", COOKIES)
def test_tells_whether_a_cookie_identifies_the_caller(code: str) -> None:
    assert fact_named("route", code).attributes["cookie_auth"] is COOKIES[code]


BODIES: dict[str, tuple[str | None, int | None, str]] = {
    "express.json()": ("json", 102_400, "default"),
    "express.urlencoded({ extended: false, limit: '1mb' })": ("urlencoded", 2**20, "explicit"),
    "require('body-parser').raw({ limit: 5 * 1024 })": ("raw", 5_120, "explicit"),
    "express.text({ limit: process.env.LIMIT })": ("text", None, "explicit"),
    "require('body-parser')()": (None, 102_400, "default"),
}


@pytest.mark.parametrize("parser", BODIES)
def test_reads_the_limit_of_a_body_parser(parser: str) -> None:
    fact = fact_named("body.parser", f"app.use({parser});")
    name, limit, source = BODIES[parser]

    assert (fact.attributes["parser"], fact.value, fact.attributes["source"]) == (
        name,
        limit,
        source,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100kb", 102_400),
        ("1.5mb", 1_572_864),
        ("7", 7),
        (2048, 2_048),
        ("1 GB", 2**30),
        ("a lot", None),
        (True, None),
        (-1, None),
        (2**60, None),
    ],
)
def test_reads_sizes_as_body_parser_does(text: object, expected: int | None) -> None:
    assert size_bytes(text) == expected


ORIGINS: dict[str, tuple[Value, Value]] = {
    "": ("any", False),
    "{ origin: '*' }": ("any", False),
    "{ origin: true, credentials: true }": ("reflected", True),
    "{ origin: 'https://shop.example' }": ("fixed", False),
    "{ origin: process.env.ORIGIN }": ("fixed", False),
    "{ origin: ['https://a.example', 'https://b.example'] }": ("list", False),
    "{ origin: ['*'] }": ("any", False),
    "{ origin: /example/ }": ("pattern", False),
    "{ origin: false }": ("none", False),
    "{ origin: (o, cb) => cb(null, true) }": ("reflected", False),
    "{ origin: (o, cb) => cb(null, list.includes(o)) }": ("function", False),
    "options": (None, None),
}


@pytest.mark.parametrize("options", ORIGINS)
def test_reads_which_origins_are_allowed(options: str) -> None:
    attributes = fact_named("cors.used", f"app.use(require('cors')({options}));").attributes

    assert (attributes["origin"], attributes["credentials"]) == ORIGINS[options]


SERVED: dict[str, tuple[str | None, bool | None]] = {
    "'public'": ("public", False),
    "__dirname": (".", True),
    "'.'": (".", True),
    "process.cwd()": (".", True),
    "path.join(__dirname, 'public')": ("public", False),
    "path.resolve(__dirname, '..', 'app')": ("../app", False),
    "path.join(__dirname, name)": (None, None),
    "`${__dirname}/assets`": ("assets", False),
    "__dirname + '/assets'": ("assets", False),
    "folder": (None, None),
    "'/srv/www'": ("/srv/www", False),
}


@pytest.mark.parametrize("folder", SERVED)
def test_reads_which_folder_is_served(folder: str) -> None:
    fact = fact_named("static.served", f"app.use(express.static({folder}));")

    assert (fact.value, fact.attributes["project_root"]) == SERVED[folder]


def test_reads_dotfiles_and_listings() -> None:
    code = (
        "app.use(express.static('a', { dotfiles: 'allow' }));\n"
        "app.use(require('serve-index')('b'));"
    )
    facts = facts_named("static.served", code, major=4)

    assert [
        (fact.attributes["dotfiles"], fact.attributes["listing"], fact.attributes["express_major"])
        for fact in facts
    ] == [("allow", False, 4), ("default", True, 4)]


PROXIES: dict[str, tuple[Value, bool | None]] = {
    "app.enable('trust proxy')": (True, False),
    "app.set('trust proxy', true)": (True, False),
    "app.set('trust proxy', 1)": (1, True),
    "app.set('trust proxy', 'loopback')": ("loopback", True),
    "app.set('trust proxy', ['10.0.0.0/8'])": (None, True),
    "app.disable('trust proxy')": (False, True),
    "app.set('trust proxy', process.env.PROXIES)": (None, None),
}


@pytest.mark.parametrize("code", PROXIES)
def test_reads_which_proxies_are_believed(code: str) -> None:
    fact = fact_named("trust_proxy", code)

    assert (fact.value, fact.attributes["exact"]) == PROXIES[code]


LISTENERS: dict[str, list[tuple[str, bool | None, bool | None]]] = {
    "process.on('uncaughtException', (e) => { log.error(e); process.exit(1); });": [
        ("uncaughtException", True, True)
    ],
    "process.on('unhandledRejection', () => {});": [("unhandledRejection", False, False)],
    "process.on('unhandledRejection', (e) => { throw e; });": [("unhandledRejection", False, True)],
    "function stop(c) { process.exit(c); }\n"
    "for (const e of ['uncaughtException', 'unhandledRejection'])\n"
    "  process.once(e, (x) => { console.error(x); stop(1); });": [
        ("uncaughtException", True, True),
        ("unhandledRejection", True, True),
    ],
    "['uncaughtException'].forEach((e) => process.on(e, console.error));": [
        ("uncaughtException", None, None)
    ],
    "process.on(name, () => {});": [],
    "process.on('exit', () => {});": [],
}


@pytest.mark.parametrize("code", LISTENERS)
def test_tells_what_happens_to_what_nobody_expected(code: str) -> None:
    found = [
        (fact.value, fact.attributes["logs"], fact.attributes["exits"])
        for fact in facts_named("process.handler", code)
    ]

    assert found == LISTENERS[code]


ENDS = {
    "process.on('SIGTERM', () => server.close());": True,
    "process.on('SIGTERM', () => process.exit(0));": False,
    "process.on('SIGTERM', unknown);": None,
    "require('http-terminator');\nprocess.once('x', y);": True,
}


@pytest.mark.parametrize("code", ENDS)
def test_tells_whether_the_process_ends_in_order(code: str) -> None:
    assert fact_named("graceful.shutdown", code).attributes["closes"] is ENDS[code]


def test_reads_the_time_limits_of_a_server() -> None:
    code = (
        "const server = app.listen(80);\nserver.requestTimeout = 30 * 1000;\n"
        "server.headersTimeout = process.env.MS;\n"
        "require('http').createServer({ requestTimeout: 5000 }, app);"
    )
    found = [(fact.value, fact.attributes["of"]) for fact in facts_named("server.timeouts", code)]

    assert found == [(30_000, "request"), (None, "headers"), (5_000, "request")]


ERRORS = {
    "app.get('/a', h);\napp.use((e, q, s, n) => s.end());": "last",
    "app.use((e, q, s, n) => s.end());\napp.get('/a', h);": "early",
    "app.get('/a', h);": "absent",
    "if (process.env.NODE_ENV === 'development') app.use(require('errorhandler')());": "absent",
}


@pytest.mark.parametrize("code", ERRORS)
def test_says_where_the_error_handler_stands(code: str) -> None:
    assert fact_named("error.handler", code).value == ERRORS[code]


MISPLACED: dict[str, list[tuple[str, str]]] = {
    HELMET + ROUTES: [],
    ROUTES + HELMET: [("helmet", "major")],
    ROUTES + "app.use(require('cors')());": [("cors", "minor")],
    "app.use(require('lusca').csrf());\n" + SESSION + ROUTES: [("csrf", "major")],
    "app.use((e, q, s, n) => s.end());\n" + ROUTES: [("error handler", "major")],
}


@pytest.mark.parametrize("code", MISPLACED)
def test_says_what_stands_in_the_wrong_order(code: str) -> None:
    found = [
        (str(fact.value), str(fact.attributes["severity"]))
        for fact in facts_named("middleware.misplaced", code)
    ]

    assert found == MISPLACED[code]
    assert fact_named("route.table", code).attributes["misplaced"] == len(found)


MAJORS = [(4, False, "none"), (5, True, "express"), (None, None, None)]


@pytest.mark.parametrize(("major", "guarded", "by"), MAJORS)
def test_rejections_depend_on_the_version_of_express(
    major: int | None, guarded: bool | None, by: str | None
) -> None:
    fact = fact_named("async.handler", "app.get('/a', async (q, s) => { await x(); });", major)

    assert (fact.attributes["guarded"], fact.attributes["by"]) == (guarded, by)


@pytest.mark.parametrize(
    "code",
    [
        "require('express-async-errors');\napp.get('/a', async (q, s) => { await x(); });",
        (
            "const r = require('express-promise-router')();\n"
            "r.get('/a', async (q, s) => { await x(); });\napp.use(r);"
        ),
    ],
)
def test_packages_that_pass_rejections_on_are_known(code: str) -> None:
    assert fact_named("async.handler", code, 4).attributes["by"] == "package"


@pytest.mark.parametrize(
    ("manifest", "major"),
    [
        ('{"dependencies": {"express": "^4.18.2"}}', 4),
        ('{"dependencies": {"express": "5.x"}}', 5),
        ('{"dependencies": {"express": "latest"}}', None),
        ("{}", None),
    ],
)
def test_the_version_of_express_is_that_of_package_json(manifest: str, major: int | None) -> None:
    majors = express_majors(MemoryTarget({"package.json": manifest.encode()}), None)

    assert majors.near("app.js") == major


def test_each_workspace_has_its_own_version_of_express() -> None:
    manifests = {
        "package.json": b'{"workspaces": ["old", "new"]}',
        "old/package.json": b'{"dependencies": {"express": "4.21.2"}}',
        "new/package.json": b'{"dependencies": {"express": "^5.1.0"}}',
    }
    majors = express_majors(MemoryTarget(manifests), None)

    assert [majors.near(path) for path in ("old/src/app.js", "new/app.js", "app.js")] == [
        4,
        5,
        None,
    ]


def test_the_lockfile_says_which_version_of_express_is_nearest() -> None:
    places = {"node_modules/express": "5.1.0", "old/node_modules/express": "4.21.2"}
    packages = {"": {}, **{place: {"version": version} for place, version in places.items()}}
    lockfile = json.dumps({"lockfileVersion": 3, "packages": packages}).encode()
    target = MemoryTarget({"package.json": b"{}", "package-lock.json": lockfile})
    majors = express_majors(target, read_inventory(target))

    assert [majors.near(path) for path in ("old/src/app.js", "new/app.js")] == [4, 5]


def test_routes_of_an_application_that_is_not_there_are_uncertain() -> None:
    files = {
        "index.js": "require('express');",
        "routes.js": "require('express');\nmodule.exports = (app) => { app.post('/a', save); };",
    }
    (fact,) = facts_named("route", files)

    assert [fact.attributes[name] for name in ("authenticated", "csrf", "limited")] == [None] * 3
    assert facts_named("route.table", files) == []


def test_what_stands_in_tests_is_marked() -> None:
    files = {"test/a.test.js": APP + "app.get('/a', h);"}

    assert {fact.attributes.get("in_tests") for fact in facts_named("route", files)} == {True}


def test_each_fact_is_left_once() -> None:
    code = "const r = express.Router();\nr.get('/a', h);\napp.use(r);\napp.use(r);"
    model = model_of(code)

    assert len(model.applications[0].routes) == 2
    assert len(facts_named("route", code)) == 1
