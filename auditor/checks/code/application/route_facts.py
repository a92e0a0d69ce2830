"""What protects each route? One fact per route, and one table per application."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from auditor.checks.code.application.classify import may_be
from auditor.checks.code.application.model import Application, Middleware, Model, Route
from auditor.checks.code.application.packages import Kind
from auditor.model import Fact, Value
from auditor.sanitise import excerpt

MAX_PATH_CHARACTERS = 200

_LOGIN = re.compile(
    r"(?:^|[/_-])(?:log-?in|sign-?in|authenticate|auth|sessions?|tokens?|2fa|mfa|otp|totp"
    r"|(?:reset|forgot|forgotten|recover)-?(?:password|pw|pwd)?|password-?reset)(?:/|$)",
    re.IGNORECASE,
)
_LOGOUT = re.compile(r"(?:^|[/_-])(?:log|sign)-?out$", re.IGNORECASE)
_ADMIN = re.compile(
    r"(?:^|/)(?:[\w-]*admin(?:istrat(?:or|ion))?|back-?office|superuser|internal|debug|actuator"
    r"|management)(?:[/-]|$)",
    re.IGNORECASE,
)
_HEALTH = re.compile(
    r"(?:^|/)_?(?:health-?(?:z|check)?|ready(?:z|ness)?|live(?:z|ness)?|ping|status)$",
    re.IGNORECASE,
)
_READERS = frozenset({Kind.HANDLER, Kind.VALIDATOR, Kind.OTHER, Kind.UNKNOWN})


def route_facts(application: Application) -> Iterator[Fact]:
    """Yield one ``route`` fact per route, and ``health.route`` where one tells of the health."""
    for route in application.routes:
        path = excerpt(route.path, max_characters=MAX_PATH_CHARACTERS)
        yield Fact("route", f"{route.method} {path}", attributes(route), route.location)
        if is_health(route):
            yield Fact("health.route", path, {}, route.location)


def table_fact(application: Application, model: Model, misplaced: int) -> Fact:
    """How many routes there are, and how many of them are protected in which way."""
    rows = [attributes(route) for route in application.routes]
    mutating = [row for row in rows if row["mutating"]]
    reading = [row for row in mutating if row["reads_input"] is not False]
    login = [row for row in rows if row["login_like"]]
    admin = [row for row in rows if row["admin_like"]]
    return Fact(
        "route.table",
        len(rows),
        {
            "mutating": len(mutating),
            "mutating_reading": len(reading),
            "mutating_validated": _count(reading, "validated"),
            "mutating_csrf": _count(mutating, "csrf"),
            "login": len(login),
            "login_limited": sum(row["limited"] in {"route", "global"} for row in login),
            "admin": len(admin),
            "admin_unguarded": sum(row["authenticated"] is False for row in admin),
            "validation": _share([row["validated"] for row in reading]),
            "misplaced": misplaced,
            "unresolved": model.unresolved,
        },
        application.location,
    )


def attributes(route: Route) -> dict[str, Value]:
    """The attributes of the ``route`` fact; None is what cannot be told."""
    authenticated = holds(route, Kind.AUTH)
    sessions = any(one.kind is Kind.SESSION for one in route.chain)
    bearer = any(one.kind is Kind.AUTH and one.bearer for one in route.chain)
    by_cookie = any(
        one.kind is Kind.AUTH and one.behaviour is not None and one.behaviour.cookie
        for one in route.chain
    )
    return {
        "method": route.method,
        "path": excerpt(route.path, max_characters=MAX_PATH_CHARACTERS),
        "mutating": route.mutating,
        "authenticated": authenticated,
        "validated": holds(route, Kind.VALIDATOR),
        "csrf": holds(route, Kind.CSRF),
        "limited": _limited(route),
        "upload": any(one.kind is Kind.UPLOAD for one in route.chain if one.scope == "route"),
        "login_like": route.mutating and _is_login(route),
        "admin_like": _ADMIN.search(route.path) is not None,
        "reads_input": _reads_input(route),
        "cookie_auth": (sessions and not bearer) or by_cookie,
        "conditional": bool(route.when),
    }


def holds(route: Route, kind: Kind) -> bool | None:
    """Whether a middleware of ``kind`` runs before the handler, or the handler does its work."""
    found: bool | None = False
    for one in route.chain:
        if one.kind is kind or _does(one, kind):
            if one.when in {"", "production"}:
                return True
            found = None
        elif may_be(one, kind) and not (kind is Kind.CSRF and one is route.chain[-1]):
            found = None
    return None if found is False and not route.certain else found


def is_health(route: Route) -> bool:
    """Whether a route is there for those who watch the service."""
    return route.method in {"GET", "HEAD"} and _HEALTH.search(route.path) is not None


def _does(middleware: Middleware, kind: Kind) -> bool:
    behaviour = middleware.behaviour
    if behaviour is None or middleware.kind is Kind.ERROR_HANDLER:
        return False
    match kind:
        case Kind.AUTH:
            return behaviour.authenticates and middleware.scope == "route"
        case Kind.VALIDATOR:
            return behaviour.validates
        case Kind.CSRF:
            return behaviour.checks_csrf and behaviour.passes_on
        case _:
            return False


def _limited(route: Route) -> str | None:
    found: str | None = "none" if route.certain else None
    for one in route.chain:
        if one.kind is Kind.LIMITER or (one.behaviour is not None and one.behaviour.limits):
            if one.when not in {"", "production"}:
                found = None if found == "none" else found
            elif one.paths or one.scope != "app":
                return "route"
            else:
                found = "global"
        elif found == "none" and may_be(one, Kind.LIMITER) and one is not route.chain[-1]:
            found = None
    return found


def _is_login(route: Route) -> bool:
    """Whether a route takes credentials: by its path, unless one must be logged in to reach it."""
    if _LOGIN.search(route.path) is None or _LOGOUT.search(route.path) is not None:
        return False
    guards = (one for one in route.chain if one.kind is Kind.AUTH and one.package != "passport")
    return not any(one.scope == "route" or one.paths for one in guards)


def _reads_input(route: Route) -> bool | None:
    found: bool | None = False if route.chain else None
    for one in route.chain:
        if one.kind is Kind.UPLOAD and one.scope == "route":
            return True
        if one.scope != "route" or (one.kind not in _READERS and one is not route.chain[-1]):
            continue
        if one.kind is Kind.VALIDATOR:
            return True
        reads = one.behaviour.reads_input if one.behaviour is not None else None
        if one.behaviour is None and one.package and one.kind is not Kind.UNKNOWN:
            reads = False
        if reads:
            return True
        found = None if reads is None else found
    return found


def _count(rows: Sequence[dict[str, Value]], name: str) -> int:
    return sum(row[name] is True for row in rows)


def _share(values: Sequence[Value]) -> str | None:
    """``all``, ``some`` or ``none`` of them; ``nothing`` where there are none to count."""
    if not values:
        return "nothing"
    if True in values and False in values:
        return "some"
    if None in values:
        return None
    return "all" if True in values else "none"
