"""How long does the server keep a session, by the store it keeps it in?

Read in the source of each package, in the version named beside it. Most take
the end of the cookie where it has one, and their own ttl elsewhere; memorystore
the other way round. A store that deletes nothing keeps sessions without an end,
whatever the cookie says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from auditor.checks.code.readers._amounts import in_seconds
from auditor.checks.code.readers._cookie import cookie_lifetime
from auditor.checks.code.values import (
    UNDEFINED,
    Call,
    JsValue,
    argument,
    in_production,
    option,
    package_of,
    switch,
    text,
)

MEMORY = "memory"
Lifetime = tuple[str, int | float | None, str]
"""State, seconds, and whether the ``cookie`` or the ``store`` decided."""

_DAY_S = 86_400


class _Store(NamedTuple):
    """How a store is told the life of a session: option, unit, default; and what switches it off.

    ``zero_is_default``: a ttl of 0 reads as none given, as with ``ttl || 86400``.
    """

    option: str
    unit: str
    default_s: int
    keeps: Callable[[JsValue], bool | None] = lambda _: False
    own_first: bool = False
    zero_is_default: bool = True


def _is(key: str, value: JsValue) -> Callable[[JsValue], bool | None]:
    def read(options: JsValue) -> bool | None:
        found = in_production(option(options, key, default=None))
        return found is not None and type(found) is type(value) and found == value

    return read


def _is_disabled(options: JsValue) -> bool | None:
    return switch(option(options, "disableTTL", default=False))


def _never_checks(options: JsValue) -> bool | None:
    interval = in_production(option(options, "checkExpirationInterval", 1))
    return interval <= 0 if isinstance(interval, int | float) else False


STORES = {
    # 9.0.0, index.ts: ttl in seconds || 86400; disableTTL writes without an expiry.
    "connect-redis": _Store("ttl", "s", _DAY_S, _is_disabled),
    # 6.0.0, src/lib/MongoStore.ts: ttl = 1209600; autoRemove 'disabled' makes no TTL index.
    "connect-mongo": _Store(
        "ttl", "s", 14 * _DAY_S, lambda o: text(option(o, "autoRemove")) == "disabled"
    ),
    # 10.0.0, index.js: ttl || one day; pruneSessionInterval false leaves the rows.
    "connect-pg-simple": _Store("ttl", "s", _DAY_S, _is("pruneSessionInterval", value=False)),
    # 5.0.0, index.js: expires in milliseconds, 14 days; always with a TTL index.
    "connect-mongodb-session": _Store("expires", "ms", 14 * _DAY_S),
    # 8.0.6, lib/connect-session-sequelize.js: 24 hours; an interval of 0 or less never clears.
    "connect-session-sequelize": _Store(
        "expiration", "ms", _DAY_S, _never_checks, zero_is_default=False
    ),
    # 3.0.3, index.js: 86400000 milliseconds; clearExpired false leaves the rows.
    "express-mysql-session": _Store(
        "expiration", "ms", _DAY_S, _is("clearExpired", value=False), zero_is_default=False
    ),
    # 1.5.0, lib/session-file-helpers.js: 3600 seconds; reapInterval -1 leaves the files.
    "session-file-store": _Store("ttl", "s", 3600, _is("reapInterval", -1)),
    # 1.6.7, lib/memorystore.js: a number given as ttl wins over the cookie; else one day.
    "memorystore": _Store("ttl", "ms", _DAY_S, own_first=True, zero_is_default=False),
}


def store_of(made: JsValue) -> str | None:
    """The package of a store, ``"memory"`` for express-session's own, None where unknown."""
    if made is UNDEFINED or made is None:
        return MEMORY
    package = package_of(made)
    return MEMORY if package == "express-session" else package


def session_lifetime(cookie: JsValue, made: JsValue) -> Lifetime:
    """How long the server keeps a session of ``cookie`` in the store ``made``.

    express-session's MemoryStore (1.19.0, session/memory.js) ends a session with
    its cookie, and without an end of the cookie never.
    """
    name = store_of(made)
    known = STORES.get(name or "")
    options = argument(made, 0) if isinstance(made, Call) else UNDEFINED
    if known is not None and known.keeps(options):
        return "unbounded", None, "store"
    own = _own(known, options) if known is not None and isinstance(made, Call) else None
    is_given = known is not None and option(options, known.option) is not UNDEFINED
    if known is not None and known.own_first and own is not None and is_given:
        return own
    state, max_age_s = cookie_lifetime(cookie)
    if state == "bounded":
        return "bounded", max_age_s, "cookie"
    if state is None:
        return "unknown", None, "cookie"
    if name == MEMORY:
        return "unbounded", None, "store"
    return own or ("unknown", None, "store")


def _own(known: _Store, options: JsValue) -> Lifetime:
    given = in_production(option(options, known.option))
    if given is UNDEFINED or (given == 0 and given is not False and known.zero_is_default):
        return "bounded", known.default_s, "store"
    found = None if isinstance(given, str) else in_seconds(given, known.unit)
    return ("unknown" if found is None else "bounded"), found, "store"
