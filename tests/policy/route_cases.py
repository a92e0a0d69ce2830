"""What do the controls over the route table decide? One case per verdict of each."""

from __future__ import annotations

from policy.postures import Item, fact

from auditor.model import Fact, Value
from auditor.policy import Verdict

PASS, PARTIAL, FAIL = Verdict.PASS, Verdict.PARTIAL, Verdict.FAIL
UNKNOWN, NOT_APPLICABLE = Verdict.UNKNOWN, Verdict.NOT_APPLICABLE

Case = tuple[str, Verdict, tuple[Item, ...], str]

NO_CODE = fact("source.files", 0, at="", parsed=0)


def case(control: str, verdict: Verdict, reason: str, *items: Item) -> Case:
    return (control, verdict, items, reason)


def route(value: str = "POST /orders", **attributes: Value) -> Fact:
    return fact("route", value, at="src/routes/orders.js:22", **attributes)


def table(**attributes: Value) -> Fact:
    return fact("route.table", 9, at="src/app.js:3", **attributes)


def helmet(state: str | None, *, csp: bool | None = True) -> Fact:
    return fact("app.protection", "helmet", at="src/app.js:3", state=state, csp=csp)


def limiter(state: str | None, store: str | None = "shared") -> Fact:
    return fact("app.protection", "limiter", at="src/app.js:3", state=state, store=store)


def handler(value: str | None, leak: str | None = "none") -> Fact:
    return fact("error.handler", value, at="src/app.js:40", leak=leak)


def by_cookie(*, csrf: bool | None) -> Fact:
    return route(mutating=True, cookie_auth=True, csrf=csrf)


def login(limited: str | None) -> Fact:
    return route("POST /login", login_like=True, limited=limited)


def admin(*, authenticated: bool | None) -> Fact:
    return route("GET /admin", admin_like=True, authenticated=authenticated)


def reading(*, validated: bool | None) -> Fact:
    return route(mutating=True, reads_input=True, validated=validated)


def cors(origin: str | None, *, credentials: bool | None = False) -> Fact:
    return fact("cors.used", at="src/app.js:9", origin=origin, credentials=credentials)


def static(**attributes: Value) -> Fact:
    given: dict[str, Value] = {"project_root": False, "dotfiles": "default", "listing": False}
    return Fact("static.served", "public", {**given, "express_major": 5, **attributes})


def uncaught(*, logs: bool | None, exits: bool | None) -> Fact:
    return fact("process.handler", "uncaughtException", logs=logs, exits=exits)


ROUTE_CASES: list[Case] = [
    case("auth.csrf", PASS, "holds", by_cookie(csrf=True)),
    case("auth.csrf", FAIL, "POST /orders acts for whoever's cookie", by_cookie(csrf=False)),
    case("auth.csrf", UNKNOWN, "csrf of route", by_cookie(csrf=None)),
    case(
        "auth.csrf",
        NOT_APPLICABLE,
        "by a cookie",
        route(mutating=True, cookie_auth=False, csrf=False),
    ),
    case("auth.bruteforce", PASS, "holds", login("route")),
    case("auth.bruteforce", PARTIAL, "under the limit of all routes", login("global")),
    case("auth.bruteforce", FAIL, "POST /login takes credentials, and no", login("none")),
    case("auth.bruteforce", UNKNOWN, "limited of route", login(None)),
    case("auth.bruteforce", NOT_APPLICABLE, "no route takes", route(login_like=False)),
    case("auth.admin_routes", PASS, "holds", admin(authenticated=True)),
    case("auth.admin_routes", FAIL, "GET /admin is open", admin(authenticated=False)),
    case("auth.admin_routes", UNKNOWN, "authenticated of route", admin(authenticated=None)),
    case("auth.admin_routes", NOT_APPLICABLE, "no route is called", route(admin_like=False)),
    case(
        "input.schema.routes",
        PASS,
        "holds",
        reading(validated=True),
        table(validation="all", mutating_reading=1),
    ),
    case(
        "input.schema.routes",
        PARTIAL,
        "POST /orders takes in what it is sent without a schema",
        reading(validated=True),
        reading(validated=False),
        table(validation="some", mutating_reading=2),
    ),
    case(
        "input.schema.routes",
        FAIL,
        "none of 2 routes",
        reading(validated=False),
        table(validation="none", mutating_reading=2),
    ),
    case(
        "input.schema.routes",
        UNKNOWN,
        "validated of route",
        reading(validated=None),
        table(validation="nothing", mutating_reading=1),
    ),
    case(
        "input.schema.routes",
        NOT_APPLICABLE,
        "reads input",
        route(mutating=True, reads_input=False, validated=False),
        table(validation="nothing", mutating_reading=0),
    ),
    case("input.body_limit", PASS, "holds", fact("body.parser", 102_400)),
    case("input.body_limit", PASS, "holds", fact("body.parser", 1_048_576)),
    case(
        "input.body_limit",
        FAIL,
        "bodies of 1048577 bytes are read, the policy allows 1048576",
        fact("body.parser", 1_048_577),
    ),
    case("input.body_limit", UNKNOWN, "value of body.parser", fact("body.parser", None)),
    case("input.body_limit", NOT_APPLICABLE, "no body parser", NO_CODE),
    case("runtime.helmet", PASS, "holds", helmet("before")),
    case("runtime.helmet", PARTIAL, "after some of the routes", helmet("some")),
    case("runtime.helmet", PARTIAL, "under a condition", helmet("conditional")),
    case("runtime.helmet", PARTIAL, "parts of helmet", helmet("parts", csp=False)),
    case("runtime.helmet", PARTIAL, "content security policy off", helmet("before", csp=False)),
    case("runtime.helmet", FAIL, "helmet is mounted nowhere", helmet("absent", csp=None)),
    case("runtime.helmet", FAIL, "mounted after the routes", helmet("after")),
    case("runtime.helmet", UNKNOWN, "csp of app.protection", helmet("before", csp=None)),
    case("runtime.helmet", UNKNOWN, "state of app.protection", helmet(None)),
    case("runtime.helmet", NOT_APPLICABLE, "no Express application", NO_CODE),
    case("runtime.rate_limit", PASS, "holds", limiter("before")),
    case("runtime.rate_limit", PARTIAL, "counts for itself", limiter("before", "memory")),
    case("runtime.rate_limit", PARTIAL, "covers some", limiter("some")),
    case("runtime.rate_limit", FAIL, "mounted after the routes", limiter("after")),
    case("runtime.rate_limit", UNKNOWN, "a gateway in front", limiter("absent", None)),
    case("runtime.rate_limit", UNKNOWN, "store of app.protection", limiter("before", None)),
    case("runtime.rate_limit", NOT_APPLICABLE, "no Express application", NO_CODE),
    case("runtime.cors", PASS, "holds", cors("list", credentials=True)),
    case("runtime.cors", PARTIAL, "any origin may read answers, without", cors("any")),
    case("runtime.cors", PARTIAL, "by a pattern", cors("pattern", credentials=True)),
    case("runtime.cors", FAIL, "with the visitor's credentials", cors("any", credentials=True)),
    case("runtime.cors", FAIL, "is echoed", cors("reflected")),
    case("runtime.cors", UNKNOWN, "origin of cors.used", cors(None, credentials=False)),
    case("runtime.cors", NOT_APPLICABLE, "no other site", NO_CODE),
    case("runtime.middleware_order", PASS, "holds", table(misplaced=0)),
    case(
        "runtime.middleware_order",
        PARTIAL,
        "the cors is mounted after 2 of 9 routes",
        table(misplaced=1),
        fact(
            "middleware.misplaced",
            "cors",
            severity="minor",
            problem="the cors is mounted after 2 of 9 routes",
        ),
    ),
    case(
        "runtime.middleware_order",
        FAIL,
        "helmet is mounted after 9 of 9 routes",
        table(misplaced=1),
        fact(
            "middleware.misplaced",
            "helmet",
            severity="major",
            problem="helmet is mounted after 9 of 9 routes",
        ),
    ),
    case("runtime.middleware_order", UNKNOWN, "misplaced of route.table", table(misplaced=None)),
    case("runtime.middleware_order", NOT_APPLICABLE, "no Express application", NO_CODE),
    case("runtime.async_errors", PASS, "holds", fact("async.handler", guarded=True)),
    case(
        "runtime.async_errors",
        FAIL,
        "reaches nobody under Express 4",
        fact("async.handler", guarded=False, express_major=4),
    ),
    case("runtime.async_errors", UNKNOWN, "guarded", fact("async.handler", guarded=None)),
    case("runtime.async_errors", NOT_APPLICABLE, "no handler is", NO_CODE),
    case("runtime.error_handler", PASS, "holds", handler("last")),
    case("runtime.error_handler", PARTIAL, "one of its branches", handler("last", "development")),
    case("runtime.error_handler", PARTIAL, "the message of any", handler("last", "message")),
    case("runtime.error_handler", FAIL, "no error handler of its own", handler("absent")),
    case("runtime.error_handler", FAIL, "with its stack", handler("last", "stack")),
    case("runtime.error_handler", FAIL, "routes stand after", handler("early")),
    case("runtime.error_handler", UNKNOWN, "value of error.handler", handler(None)),
    case("runtime.error_handler", NOT_APPLICABLE, "no Express application", NO_CODE),
    case("runtime.process_handlers", PASS, "holds", table(), uncaught(logs=True, exits=True)),
    case(
        "runtime.process_handlers",
        PARTIAL,
        "uncaughtException is logged, and the process goes on",
        table(),
        uncaught(logs=True, exits=False),
    ),
    case(
        "runtime.process_handlers",
        FAIL,
        "uncaughtException is swallowed",
        table(),
        uncaught(logs=False, exits=False),
    ),
    case("runtime.process_handlers", FAIL, "nothing listens", table()),
    case(
        "runtime.process_handlers",
        UNKNOWN,
        "of process.handler",
        table(),
        uncaught(logs=None, exits=None),
    ),
    case("runtime.process_handlers", NOT_APPLICABLE, "no Express application", NO_CODE),
    case("runtime.static", PASS, "holds", static()),
    case("runtime.static", PASS, "holds", static(dotfiles="deny", express_major=4)),
    case("runtime.static", PARTIAL, "dotfiles rule of Express 4", static(express_major=4)),
    case("runtime.static", FAIL, "the project itself", static(project_root=True)),
    case("runtime.static", FAIL, "are listed for everyone", static(listing=True)),
    case("runtime.static", FAIL, "dotfiles of public", static(dotfiles="allow")),
    case("runtime.static", UNKNOWN, "project_root", static(project_root=None)),
    case("runtime.static", NOT_APPLICABLE, "no folder is served", NO_CODE),
    case("tls.gateway", PASS, "holds", fact("trust_proxy", 1, exact=True)),
    case("tls.gateway", FAIL, "every proxy is believed", fact("trust_proxy", True, exact=False)),
    case("tls.gateway", UNKNOWN, "exact of trust_proxy", fact("trust_proxy", None, exact=None)),
    case("tls.gateway", NOT_APPLICABLE, "believes no proxy", NO_CODE),
    case(
        "resilience.graceful_shutdown",
        PASS,
        "holds",
        table(),
        fact("graceful.shutdown", "SIGTERM", closes=True),
    ),
    case(
        "resilience.graceful_shutdown",
        PARTIAL,
        "nothing is closed",
        table(),
        fact("graceful.shutdown", "SIGTERM", closes=False),
    ),
    case("resilience.graceful_shutdown", FAIL, "nothing listens for SIGTERM", table()),
    case(
        "resilience.graceful_shutdown",
        UNKNOWN,
        "closes of graceful.shutdown",
        table(),
        fact("graceful.shutdown", "SIGTERM", closes=None),
    ),
    case("resilience.graceful_shutdown", NOT_APPLICABLE, "no Express application", NO_CODE),
    case("resilience.timeouts", PASS, "holds", table(), fact("server.timeouts", 15_000)),
    case("resilience.timeouts", PARTIAL, "Node's own time limits", table()),
    case(
        "resilience.timeouts",
        FAIL,
        "the time limit of a request is switched off",
        table(),
        fact("server.timeouts", 0, of="request"),
    ),
    case("resilience.timeouts", UNKNOWN, "value of server", table(), fact("server.timeouts", None)),
    case("resilience.timeouts", NOT_APPLICABLE, "no Express application", NO_CODE),
]
