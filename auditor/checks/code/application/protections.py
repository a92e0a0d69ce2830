"""Which protections has an application as a whole, and do they stand where they must?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.checks.code.application.classify import may_be
from auditor.checks.code.application.model import Application, Middleware
from auditor.checks.code.application.packages import Kind
from auditor.checks.code.application.route_facts import is_health
from auditor.checks.code.reader import NOT_READ, Site
from auditor.checks.code.readers import all_readers
from auditor.checks.code.values import UNDEFINED, argument, in_production, option, package_of
from auditor.model import Fact, Value

_ALWAYS = frozenset({"", "production"})
_WORST = ("stack", "development", "message", "none")


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A middleware that stands where it does not do its work."""

    middleware: Middleware
    severity: str
    problem: str


def protection_facts(application: Application, *, complete: bool) -> Iterator[Fact]:
    """Yield ``app.protection`` for helmet and the limiter, and ``error.handler``.

    ``complete`` says that all of the code could be followed: only then is what
    was not seen absent.
    """
    for fact in (_helmet(application), _limiter(application)):
        if fact.attributes["state"] == "absent" and not complete:
            yield replace(fact, attributes={**fact.attributes, "state": None})
        else:
            yield fact
    handler = _error_handler(application)
    yield replace(handler, value=None) if handler.value == "absent" and not complete else handler


def misplaced(application: Application) -> Iterator[Misplaced]:
    """What is mounted in an order in which it protects less than it seems to."""
    total = len(application.routes)
    plain = [(one, before) for one, before in application.mounted if one.scope == "app"]
    session_at = next((i for i, (one, _) in enumerate(plain) if one.kind is Kind.SESSION), None)
    for index, (one, before) in enumerate(plain):
        uncovered = sum(not is_health(route) for route in application.routes[:before])
        share = f"after {uncovered} of {total} routes"
        if one.kind is Kind.HELMET and uncovered:
            yield Misplaced(one, "major", f"helmet is mounted {share}")
        elif one.kind is Kind.CSRF and session_at is not None and index < session_at:
            yield Misplaced(one, "major", "the CSRF protection is mounted before the session")
        elif one.kind in {Kind.CORS, Kind.LIMITER} and uncovered and not one.paths:
            yield Misplaced(one, "minor", f"the {one.kind} is mounted {share}")
    handlers = [(one, n) for one, n in application.mounted if one.kind is Kind.ERROR_HANDLER]
    if handlers and handlers[-1][1] < total and handlers[-1][0].scope == "app":
        late = total - handlers[-1][1]
        yield Misplaced(
            handlers[-1][0], "major", f"{late} of {total} routes stand after the error handler"
        )


def state_of(application: Application, kind: Kind) -> str | None:
    """Whether ``kind`` covers the routes.

    ``before`` all of them, before ``some``, ``after`` them, ``conditional``, or
    ``absent``; None where something that cannot be told may be it.
    """
    mounted = [one for one, _ in application.mounted if one.kind is kind]
    routed = [one for route in application.routes for one in route.chain if one.kind is kind]
    if not mounted and not routed:
        unclear = any(may_be(one, kind) and _named(one, kind) for one, _ in application.mounted)
        return None if unclear else "absent"
    routes = [route for route in application.routes if not is_health(route)]
    routes = routes or list(application.routes)
    if not routes:
        return "before" if any(not one.when for one in mounted) else "conditional"
    always = sum(any(one.kind is kind and not one.when for one in r.chain) for r in routes)
    if always == len(routes):
        return "before"
    covered = sum(
        any(one.kind is kind and one.when != "development" for one in r.chain) for r in routes
    )
    if covered == len(routes):
        return "conditional"
    return "some" if covered else "after"


def _named(middleware: Middleware, kind: Kind) -> bool:
    words = {Kind.HELMET: ("helmet", "header", "secur"), Kind.LIMITER: ("limit", "throttle")}
    name = middleware.name.lower()
    return any(word in name for word in words.get(kind, ()))


def _first(application: Application, kind: Kind) -> Middleware | None:
    mounted = (one for one, _ in application.mounted if one.kind is kind)
    routed = (one for route in application.routes for one in route.chain if one.kind is kind)
    return next(mounted, None) or next(routed, None)


def _helmet(application: Application) -> Fact:
    first = _first(application, Kind.HELMET)
    state = state_of(application, Kind.HELMET)
    csp: Value = None
    if first is not None:
        site = Site(first.call or NOT_READ, first.location, {})
        csp = next(iter(all_readers()["helmet"].read(site))).attributes.get("csp")
    parts = sorted(
        {
            one.members[0]
            for one, _ in application.mounted
            if one.package == "helmet" and one.kind is Kind.HEADERS and one.members
        }
    )
    if first is None and parts and state == "absent":
        state, csp = "parts", "contentSecurityPolicy" in parts
    place = first.location if first is not None else application.location
    return Fact("app.protection", "helmet", {"state": state, "csp": csp}, place)


def _limiter(application: Application) -> Fact:
    first = _first(application, Kind.LIMITER)
    state = state_of(application, Kind.LIMITER)
    place = first.location if first is not None else application.location
    attributes: dict[str, Value] = {"state": state, "store": _store(first)}
    return Fact("app.protection", "limiter", attributes, place)


def _store(limiter: Middleware | None) -> str | None:
    """Where a limiter counts: ``memory`` of one process, or ``shared`` by all."""
    if limiter is None or limiter.call is None:
        return None
    store = in_production(option(argument(limiter.call, 0), "store"))
    if store is UNDEFINED or store is None:
        return "memory" if limiter.package == "express-rate-limit" else None
    return "memory" if package_of(store) == limiter.package else "shared"


def _error_handler(application: Application) -> Fact:
    handlers = [
        (one, before) for one, before in application.mounted if one.kind is Kind.ERROR_HANDLER
    ]
    deployed = [(one, n) for one, n in handlers if one.when != "development"]
    if not deployed:
        unclear = any(
            may_be(one, Kind.ERROR_HANDLER) and "err" in one.name.lower()
            for one, _ in application.mounted
        )
        value = None if unclear else "absent"
        return Fact("error.handler", value, {"leak": "none"}, application.location)
    leaks = [_leak(one) for one, _ in deployed]
    worst = min(range(len(leaks)), key=lambda index: _WORST.index(leaks[index]))
    last = deployed[-1]
    position = "last" if last[1] >= len(application.routes) else "early"
    return Fact("error.handler", position, {"leak": leaks[worst]}, deployed[worst][0].location)


def _leak(handler: Middleware) -> str:
    if handler.behaviour is not None:
        return handler.behaviour.leak
    return "stack" if handler.package == "errorhandler" else "none"
