"""Are the routes and facts of the examples exactly those that a reader of their code would write?

And does taking one protection away flip the controls that are about it, and no other?
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from builders import NOW

from auditor.assessment import ControlResult, Verdict
from auditor.checks import all_checks
from auditor.checks.code.application.async_facts import express_majors
from auditor.checks.code.application.build import read_application
from auditor.checks.code.routes import facts_of
from auditor.engine import audit, read_inventory
from auditor.model import Fact, Value
from auditor.policy import load_controls, load_policy
from auditor.policy.evaluate import evaluate
from auditor.targets import open_target

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

# method, path, place, and of these: authenticated, validated, csrf, by cookie, reads input
ROUTES = {
    "careful-shop": [
        ("GET /healthz", "src/app.js:27", ""),
        ("GET /api/orders", "src/routes/api.js:14", "authenticated"),
        ("GET /api/orders/:id/parcel", "src/routes/api.js:18", "authenticated reads_input"),
        ("GET /csrf-token", "src/routes/login.js:27", "cookie_auth"),
        ("POST /login", "src/routes/login.js:31", "validated csrf cookie_auth reads_input"),
        ("POST /logout", "src/routes/login.js:46", "validated csrf cookie_auth reads_input"),
        (
            "POST /token",
            "src/routes/login.js:58",
            "authenticated validated csrf cookie_auth reads_input",
        ),
        ("GET /orders", "src/routes/orders.js:18", "authenticated cookie_auth"),
        (
            "POST /orders",
            "src/routes/orders.js:22",
            "authenticated validated csrf cookie_auth reads_input",
        ),
    ],
    "careless-shop": [
        ("POST /banner", "src/app.js:24", "cookie_auth"),
        ("GET /", "src/app.js:29", "cookie_auth"),
        ("GET /login", "src/routes/login.js:14", "cookie_auth"),
        ("POST /login", "src/routes/login.js:18", "cookie_auth reads_input"),
        ("POST /token", "src/routes/login.js:39", "cookie_auth reads_input"),
        ("GET /logout", "src/routes/login.js:54", "cookie_auth"),
        ("GET /orders", "src/routes/orders.js:17", "authenticated cookie_auth"),
        ("POST /orders", "src/routes/orders.js:31", "authenticated cookie_auth reads_input"),
        (
            "POST /orders/:id/invoice",
            "src/routes/orders.js:43",
            "authenticated cookie_auth reads_input",
        ),
        ("GET /api/orders", "src/routes/api.js:16", "authenticated"),
        ("GET /api/orders/:id/parcel", "src/routes/api.js:26", "authenticated reads_input"),
        ("POST /api/orders/:id/pay", "src/routes/api.js:33", "authenticated reads_input"),
    ],
}
FLAGS = ("authenticated", "validated", "csrf", "cookie_auth", "reads_input")

MIDDLEWARE = {
    "careful-shop": {
        "GET /healthz": "helmet, logger, handler",
        "GET /api/orders": "helmet, logger, limiter, body parser, auth, handler",
        "GET /csrf-token": "helmet, logger, limiter, body parser, session, handler",
        "POST /login": "helmet, logger, limiter, body parser, session, limiter, csrf, validator,"
        " handler",
        "POST /token": "helmet, logger, limiter, body parser, session, auth, csrf, validator,"
        " handler",
        "POST /orders": "helmet, logger, limiter, body parser, session, auth, csrf, validator,"
        " handler",
    },
    "careless-shop": {
        "POST /login": "logger, static, body parser, body parser, cookie parser, session, handler",
        "POST /orders": "logger, static, body parser, body parser, cookie parser, session, auth,"
        " handler",
        "POST /orders/:id/invoice": "logger, static, body parser, body parser, cookie parser,"
        " session, auth, upload, handler",
    },
}

# Everything that is neither a route nor a mounted middleware: name, value, place, attributes.
Expected = tuple[str, Value, str, Mapping[str, Value]]
ASYNC_HANDLERS: list[Expected] = [
    ("async.handler", "function", place, {"guarded": True, "by": "express", "express_major": 5})
    for place in (
        "src/routes/api.js:14",
        "src/routes/api.js:18",
        "src/routes/login.js:31",
        "src/routes/orders.js:18",
        "src/routes/orders.js:22",
    )
]
FACTS: dict[str, list[Expected]] = {
    "careful-shop": [
        ("app.protection", "helmet", "src/app.js:19", {"state": "before", "csp": True}),
        ("app.protection", "limiter", "src/app.js:30", {"state": "before", "store": "shared"}),
        *ASYNC_HANDLERS,
        ("bearer_auth", True, "src/app.js:15", {}),
        ("body.parser", 20_480, "src/app.js:31", {"parser": "json", "source": "explicit"}),
        ("cookie_auth", True, "src/app.js:15", {}),
        ("error.handler", "last", "src/app.js:46", {"leak": "none"}),
        (
            "graceful.shutdown",
            "SIGTERM",
            "src/server.js:49",
            {"closes": True, "by": "handler"},
        ),
        ("health.route", "/healthz", "src/app.js:27", {}),
        (
            "process.handler",
            "uncaughtException",
            "src/server.js:56",
            {"logs": True, "exits": True},
        ),
        (
            "process.handler",
            "unhandledRejection",
            "src/server.js:56",
            {"logs": True, "exits": True},
        ),
        (
            "route.table",
            9,
            "src/app.js:15",
            {
                "mutating": 4,
                "mutating_reading": 4,
                "mutating_validated": 4,
                "mutating_csrf": 4,
                "login": 1,
                "login_limited": 1,
                "admin": 0,
                "admin_unguarded": 0,
                "validation": "all",
                "misplaced": 0,
                "unresolved": 0,
            },
        ),
        ("server.timeouts", 10_000, "src/server.js:25", {"of": "headers"}),
        ("server.timeouts", 15_000, "src/server.js:24", {"of": "request"}),
    ],
    "careless-shop": [
        ("app.protection", "helmet", "src/app.js:11", {"state": "absent", "csp": None}),
        ("app.protection", "limiter", "src/app.js:11", {"state": "absent", "store": None}),
        ("bearer_auth", True, "src/app.js:11", {}),
        ("body.parser", 52_428_800, "src/app.js:18", {"parser": "json", "source": "explicit"}),
        ("body.parser", 102_400, "src/app.js:19", {"parser": "urlencoded", "source": "default"}),
        ("cookie_auth", True, "src/app.js:11", {}),
        ("error.handler", "last", "src/app.js:34", {"leak": "stack"}),
        (
            "process.handler",
            "unhandledRejection",
            "src/server.js:7",
            {"logs": False, "exits": False},
        ),
        (
            "route.table",
            12,
            "src/app.js:11",
            {
                "mutating": 6,
                "mutating_reading": 5,
                "mutating_validated": 0,
                "mutating_csrf": 0,
                "login": 2,
                "login_limited": 0,
                "admin": 0,
                "admin_unguarded": 0,
                "validation": "none",
                "misplaced": 0,
                "unresolved": 0,
            },
        ),
        (
            "static.served",
            "public",
            "src/app.js:17",
            {
                "project_root": False,
                "dotfiles": "default",
                "listing": False,
                "express_major": 4,
            },
        ),
    ],
}


def facts(folder: Path) -> list[Fact]:
    target = open_target(str(folder))
    majors = express_majors(target, read_inventory(target))
    return list(facts_of(read_application(target), majors))


@pytest.mark.parametrize("shop", ROUTES)
def test_the_routes_are_exactly_these(shop: str) -> None:
    found = [
        (
            fact.value,
            str(fact.location),
            " ".join(flag for flag in FLAGS if fact.attributes[flag] is True),
        )
        for fact in facts(EXAMPLES / shop)
        if fact.name == "route"
    ]

    assert sorted(found) == sorted(ROUTES[shop])


@pytest.mark.parametrize("shop", MIDDLEWARE)
def test_the_middleware_runs_in_this_order(shop: str) -> None:
    model = read_application(open_target(str(EXAMPLES / shop)))
    found = {
        f"{route.method} {route.path}": ", ".join(str(one.kind) for one in route.chain)
        for application in model.applications
        for route in application.routes
    }

    assert {route: found[route] for route in MIDDLEWARE[shop]} == MIDDLEWARE[shop]
    assert (model.gaps, model.unresolved) == ((), 0)


@pytest.mark.parametrize("shop", FACTS)
def test_the_other_facts_are_exactly_these(shop: str) -> None:
    found = [
        (fact.name, fact.value, str(fact.location), dict(fact.attributes))
        for fact in facts(EXAMPLES / shop)
        if fact.name not in {"route", "middleware.mounted"}
    ]

    assert sorted(found, key=repr) == sorted(FACTS[shop], key=repr)


# What is taken away, by file: the text, and what stands in its place. Then the controls that
# flip, with their verdict and the places they point at.
Edit = tuple[str, str, str]
Flip = tuple[str, set[str]]

WITHOUT: dict[str, tuple[list[Edit], dict[str, Flip]]] = {
    "helmet": (
        [
            (
                "src/app.js",
                """  app.use(
    helmet({
      strictTransportSecurity: { maxAge: ONE_YEAR_S, includeSubDomains: true },
      contentSecurityPolicy: {
        directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
      },
    }),
  );
""",
                "",
            ),
        ],
        {
            "runtime.helmet": ("fail", {"src/app.js:15"}),
            "tls.hsts": ("unknown", set()),
        },
    ),
    "CSRF protection": (
        [
            ("src/routes/login.js", " csrfProtection,", ""),
            ("src/routes/orders.js", " csrfProtection,", ""),
        ],
        {
            "auth.csrf": (
                "fail",
                {
                    "src/routes/login.js:31",
                    "src/routes/login.js:46",
                    "src/routes/login.js:58",
                    "src/routes/orders.js:22",
                },
            ),
        },
    ),
    "the login limiter": (
        [("src/routes/login.js", " loginLimiter(),", "")],
        {"auth.bruteforce": ("partial", {"src/routes/login.js:31"})},
    ),
    "every limiter": (
        [
            ("src/routes/login.js", " loginLimiter(),", ""),
            ("src/app.js", "  app.use(globalLimiter());\n", ""),
        ],
        {
            "auth.bruteforce": ("fail", {"src/routes/login.js:31"}),
            "runtime.rate_limit": ("unknown", set()),
        },
    ),
    "the life of sessions": (
        [
            ("src/session.js", ", ttl: SESSION_TTL_S", ", disableTTL: true"),
            ("src/session.js", "    maxAge: SESSION_MAX_AGE_MS,\n", ""),
        ],
        {
            "cookies.max_age": ("partial", {"src/session.js:12"}),
            "retention.session_ttl": ("fail", {"src/session.js:12"}),
        },
    ),
    "validation of one body": (
        [("src/routes/orders.js", " validate(NewOrder),", "")],
        {"input.schema.routes": ("partial", {"src/routes/orders.js:22"})},
    ),
    "validation of every body": (
        [
            ("src/routes/login.js", " validate(Credentials),", ""),
            ("src/routes/login.js", " validate(Nothing),", ""),
            ("src/routes/orders.js", " validate(NewOrder),", ""),
        ],
        {"input.schema.routes": ("fail", {"src/app.js:15"})},
    ),
    "the error handler": (
        [("src/app.js", "app.use((error, req, res, next) =>", "void ((error, req, res, next) =>")],
        {"runtime.error_handler": ("fail", {"src/app.js:15"})},
    ),
    "the order of helmet": (
        [
            (
                "src/app.js",
                "  app.use(\n    helmet({",
                "  const late = () => app.use(\n    helmet({",
            ),
            ("src/app.js", "  app.use((req, res) => {", "  late();\n  app.use((req, res) => {"),
        ],
        {
            "runtime.helmet": ("fail", {"src/app.js:19"}),
            "runtime.middleware_order": ("fail", {"src/app.js:19"}),
        },
    ),
    "the orderly end": (
        [("src/server.js", "['SIGTERM', 'SIGINT']", "['SIGINT']")],
        {"resilience.graceful_shutdown": ("fail", {"src/app.js:15"})},
    ),
}


# What semgrep's rules see too, or might: these are audited whole.
WHOLE = (
    "helmet",
    "CSRF protection",
    "the login limiter",
    "the life of sessions",
    "validation of one body",
)


def verdicts(folder: Path, *, whole: bool) -> dict[str, ControlResult]:
    """The result of every control; of those about the route table alone where not ``whole``."""
    checks = None if whole else [check for check in all_checks() if check.id == "code.routes"]
    found = audit(open_target(str(folder)), now=NOW, checks=checks)
    policy = load_policy("express-baseline", today=NOW.date())
    assessment = evaluate(found, policy, load_controls(), today=NOW.date())
    return {one.control.id: one for one in assessment.controls}


@pytest.fixture(scope="module", name="untouched")
def of_the_careful_shop() -> dict[str, dict[bool, Verdict]]:
    """The verdicts on the careful shop as it is: by control, audited whole or not."""
    by = {whole: verdicts(EXAMPLES / "careful-shop", whole=whole) for whole in (True, False)}
    return {name: {whole: by[whole][name].verdict for whole in by} for name in by[True]}


@pytest.mark.parametrize("taken", WITHOUT)
def test_taking_a_protection_away_flips_the_controls_about_it_and_no_other(
    taken: str, untouched: dict[str, dict[bool, Verdict]], tmp_path: Path
) -> None:
    edits, expected = WITHOUT[taken]
    folder = tmp_path / "careful-shop"
    shutil.copytree(EXAMPLES / "careful-shop", folder)
    for name, old, new in edits:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    whole = taken in WHOLE
    found = verdicts(folder, whole=whole)

    flipped = {
        name: (str(one.verdict), {str(each.location) for each in one.instances if each.location})
        for name, one in found.items()
        if one.verdict is not untouched[name][whole]
    }
    assert flipped == expected
