"""What does an express-session middleware set, keep and for how long?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from auditor.checks.code.durations import seconds, seconds_from_milliseconds
from auditor.checks.code.reader import Site, reader
from auditor.checks.code.readers._cookie import cookie_attributes, cookie_lifetime
from auditor.checks.code.values import (
    UNDEFINED,
    Call,
    JsValue,
    argument,
    environment_of,
    in_production,
    option,
    package_of,
    secret_kind,
    switch,
    text,
)
from auditor.model import Fact

DEFAULT_NAME = "connect.sid"
MEMORY = "memory"


class _Ttl(NamedTuple):
    """How a store is told the life of a session: option, its unit, and its default."""

    option: str
    unit: str
    default_s: int


# As the README of each package documents it; all of them prefer cookie.maxAge where it is set.
_DAY_S = 86_400
STORES = {
    "connect-redis": _Ttl("ttl", "s", _DAY_S),
    "connect-mongo": _Ttl("ttl", "s", 14 * _DAY_S),
    "connect-pg-simple": _Ttl("ttl", "s", _DAY_S),
    "connect-mongodb-session": _Ttl("expires", "ms", 14 * _DAY_S),
    "connect-session-sequelize": _Ttl("expiration", "ms", _DAY_S),
    "express-mysql-session": _Ttl("expiration", "ms", _DAY_S),
    "session-file-store": _Ttl("ttl", "s", 3600),
    "memorystore": _Ttl("ttl", "ms", _DAY_S),
}


@reader("express_session")
def express_session(site: Site) -> Iterator[Fact]:
    """Yield session.used, cookie.set, session.lifetime and secret.from_environment."""
    options = site.argument(0)
    cookie = option(options, "cookie")
    name = text(option(options, "name", option(options, "key", DEFAULT_NAME)))
    secret = option(options, "secret")
    store = _store(in_production(option(options, "store")))
    yield site.fact(
        "session.used",
        store=store,
        name=name,
        secret=secret_kind(secret),
        save_uninitialized=switch(option(options, "saveUninitialized", default=True)),
        resave=switch(option(options, "resave", default=True)),
        rolling=switch(option(options, "rolling", default=False)),
    )
    attributes = cookie_attributes(cookie, origin="session", name=name, http_only=True)
    yield site.fact("cookie.set", name, **attributes)
    yield _lifetime(site, cookie, store, in_production(option(options, "store")))
    variable = environment_of(secret)
    if variable is not None:
        yield site.fact("secret.from_environment", variable, sink="express-session")


def _store(store: JsValue) -> str | None:
    if store is UNDEFINED or store is None:
        return MEMORY
    package = package_of(store)
    return MEMORY if package == "express-session" else package


def _lifetime(site: Site, cookie: JsValue, store: str | None, made: JsValue) -> Fact:
    state, max_age_s = cookie_lifetime(cookie)
    if state == "bounded":
        return site.fact("session.lifetime", max_age_s, state="bounded", source="cookie")
    if state is None:
        return site.fact("session.lifetime", None, state="unknown", source="cookie")
    if store == MEMORY:
        return site.fact("session.lifetime", None, state="unbounded", source="store")
    known = STORES.get(store or "")
    if known is None or not isinstance(made, Call):
        return site.fact("session.lifetime", None, state="unknown", source="store")
    options = argument(made, 0)
    if switch(option(options, "disableTTL", default=False)):
        return site.fact("session.lifetime", None, state="unbounded", source="store")
    ttl = in_production(
        option(options, known.option, known.default_s * (1000 if known.unit == "ms" else 1))
    )
    value = _seconds(ttl, known.unit)
    state = "unknown" if value is None else "bounded"
    return site.fact("session.lifetime", value, state=state, source="store")


def _seconds(ttl: JsValue, unit: str) -> int | float | None:
    if isinstance(ttl, bool) or not isinstance(ttl, int | float):
        return None
    return seconds(ttl) if unit == "s" else seconds_from_milliseconds(ttl)
